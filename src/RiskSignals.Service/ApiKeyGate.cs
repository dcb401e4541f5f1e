using System.Security.Claims;

namespace RiskSignals.Service;

/// <summary>Lets a request through if it shows a key, in <c>authorization: Bearer KEY</c> or <c>x-api-key</c>. Health is open to all.</summary>
internal sealed class ApiKeyGate(RequestDelegate next, ApiKeys keys)
{
    private const string Refusal = "No known API key was shown; send one as 'authorization: Bearer KEY' or 'x-api-key: KEY'.";

    private const string HealthPath = "/grpc.health.v1.Health";

    private const string Unauthenticated = "16";

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments(HealthPath, StringComparison.Ordinal))
        {
            await next(http);
            return;
        }

        if (ShownKey(http.Request) is not { } key || keys.CallerOf(key) is not { } caller)
        {
            await Refuse(http);
            return;
        }

        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, caller)], "api-key"));
        await next(http);
    }

    private static string? ShownKey(HttpRequest request)
    {
        const string bearer = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase) ? authorization[bearer.Length..].Trim()
            : request.Headers.TryGetValue("x-api-key", out var key) ? key.ToString()
            : null;
    }

    /// <summary>gRPC reads its own status, everything else that of HTTP.</summary>
    private static Task Refuse(HttpContext http)
    {
        var response = http.Response;
        if (http.Request.ContentType is { } type && type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase))
        {
            response.ContentType = type;
            response.Headers["grpc-status"] = Unauthenticated;
            response.Headers["grpc-message"] = Refusal;
            return Task.CompletedTask;
        }

        response.StatusCode = StatusCodes.Status401Unauthorized;
        return response.WriteAsJsonAsync(new { code = "unauthenticated", message = Refusal });
    }
}

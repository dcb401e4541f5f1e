using System.Text.Json;

namespace RiskSignals.Rpc;

/// <summary>The JSON in which Connect tells how a call ended.</summary>
internal static class ConnectJson
{
    /// <summary>The body of a failed unary call.</summary>
    public static byte[] Error(RpcCode code, string message) => Write(json => WriteError(json, code, message));

    /// <summary>The last message of a stream: the error, if any, and the trailers.</summary>
    public static byte[] EndOfStream(RpcCode code, string message, ResponseTrailers? trailers) => Write(json =>
    {
        json.WriteStartObject();
        if (code != RpcCode.Ok)
        {
            json.WritePropertyName("error");
            WriteError(json, code, message);
        }

        if (trailers is { Entries.Count: > 0 })
        {
            json.WriteStartObject("metadata");
            foreach (var sameName in trailers.Entries.GroupBy(entry => entry.Key))
            {
                json.WriteStartArray(sameName.Key);
                foreach (var entry in sameName)
                {
                    json.WriteStringValue(entry.Value);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    private static void WriteError(Utf8JsonWriter json, RpcCode code, string message)
    {
        json.WriteStartObject();
        json.WriteString("code", RpcCodes.ConnectName(code));
        if (message.Length > 0)
        {
            json.WriteString("message", message);
        }

        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            write(json);
        }

        return output.ToArray();
    }
}

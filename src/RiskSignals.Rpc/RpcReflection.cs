using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace RiskSignals.Rpc;

/// <summary>Maps the reflection service, by which generic clients learn services and messages.</summary>
public static class RpcReflection
{
    /// <summary>
    /// Serves <c>grpc.reflection.v1</c> and <c>v1alpha</c> for the given services, health and reflection itself. It shows every method
    /// to whoever may call it: leave it unmapped, or protect it, on a server that strangers reach.
    /// </summary>
    public static IEndpointConventionBuilder MapRpcReflection(
        this IEndpointRouteBuilder endpoints, params IReadOnlyList<ServiceDescriptor> services)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(services);
        var own = ReflectionReflection.Descriptor.Services[0];
        var handler = new ReflectionHandler([.. services, HealthReflection.Descriptor.Services[0], own]);
        var group = endpoints.MapGroup("");
        RpcEndpoints.Map(group, own, own.FullName, handler);
        RpcEndpoints.Map(group, own, "grpc.reflection.v1alpha.ServerReflection", handler);
        return group;
    }
}

internal sealed class ReflectionHandler
{
    private readonly IReadOnlyList<string> _services;
    private readonly SymbolTable _symbols;

    public ReflectionHandler(IReadOnlyList<ServiceDescriptor> services)
    {
        _services = [.. services.Select(service => service.FullName).Distinct().Order(StringComparer.Ordinal)];
        _symbols = new SymbolTable(services.Select(service => service.File));
    }

    public async IAsyncEnumerable<ServerReflectionResponse> ServerReflectionInfo(
        IAsyncEnumerable<ServerReflectionRequest> requests, CallContext context)
    {
        // A file goes out once a stream; the client keeps it.
        var sent = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var request in requests)
        {
            var reply = Answer(request, sent);
            reply.ValidHost = request.Host;
            reply.OriginalRequest = request;
            yield return reply;
        }
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request, HashSet<string> sent)
    {
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                var listed = _services.Select(name => new ServiceResponse { Name = name });
                return new() { ListServicesResponse = new() { Service = { listed } } };
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename:
                return Files(_symbols.FileNamed(request.FileByFilename), sent, $"file '{request.FileByFilename}'");
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol:
                return Files(_symbols.FileWith(request.FileContainingSymbol), sent, $"symbol '{request.FileContainingSymbol}'");
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension:
                var wanted = request.FileContainingExtension;
                var extension = _symbols.Extensions(wanted.ContainingType).FirstOrDefault(e => e.FieldNumber == wanted.ExtensionNumber);
                return Files(extension?.File, sent, $"extension {wanted.ExtensionNumber} of '{wanted.ContainingType}'");
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType:
                var type = request.AllExtensionNumbersOfType;
                return _symbols.FileWith(type) is null
                    ? Error(RpcCode.NotFound, $"No message '{type}' is served here.")
                    : new()
                    {
                        AllExtensionNumbersResponse = new()
                        {
                            BaseTypeName = type,
                            ExtensionNumber = { _symbols.Extensions(type).Select(e => e.FieldNumber).Order() },
                        },
                    };
            default:
                return Error(RpcCode.InvalidArgument, "The reflection request asks nothing; set one of its fields.");
        }
    }

    /// <summary>A file and those it imports, without the ones already sent; never empty, since the file asked for is always sent.</summary>
    private static ServerReflectionResponse Files(FileDescriptor? file, HashSet<string> sent, string wanted)
    {
        if (file is null)
        {
            return Error(RpcCode.NotFound, $"No {wanted} is served here.");
        }

        var reply = new FileDescriptorResponse { FileDescriptorProto = { file.SerializedData } };
        sent.Add(file.Name);
        foreach (var import in SymbolTable.WithImports(file).Where(import => sent.Add(import.Name)))
        {
            reply.FileDescriptorProto.Add(import.SerializedData);
        }

        return new() { FileDescriptorResponse = reply };
    }

    private static ServerReflectionResponse Error(RpcCode code, string message) =>
        new() { ErrorResponse = new() { ErrorCode = (int)code, ErrorMessage = message } };
}

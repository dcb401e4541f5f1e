using System.Reflection;
using Google.Protobuf.Reflection;

namespace RiskSignals.Rpc;

/// <summary>Finds the handler of each method of a service descriptor; all reflection happens here, once, at start-up.</summary>
internal static class MethodBinder
{
    public static IReadOnlyList<BoundMethod> Bind(ServiceDescriptor descriptor, object service) =>
        [.. descriptor.Methods.Select(method => Bind(method, service))];

    private static BoundMethod Bind(MethodDescriptor method, object service)
    {
        var request = method.InputType.ClrType;
        var response = method.OutputType.ClrType;
        var (kind, input, output) = (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (false, false) => (typeof(UnaryMethod<,>), request, typeof(Task<>)),
            (false, true) => (typeof(ServerStreamingMethod<,>), request, typeof(IAsyncEnumerable<>)),
            (true, true) =>
                (typeof(BidirectionalMethod<,>), typeof(IAsyncEnumerable<>).MakeGenericType(request), typeof(IAsyncEnumerable<>)),
            (true, false) => throw new NotSupportedException(
                $"{method.FullName} streams requests only, which isn't served; let it stream replies too, or take one request."),
        };
        var result = output.MakeGenericType(response);
        var handler = service.GetType().GetMethod(
            method.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static, [input, typeof(CallContext)]);
        if (handler is null || handler.ReturnType != result)
        {
            throw new InvalidOperationException(
                $"{service.GetType()} can't serve {method.FullName}: it needs a public method " +
                $"{Name(result)} {method.Name}({Name(input)}, {nameof(CallContext)}).");
        }

        var delegateType = typeof(Func<,,>).MakeGenericType(input, typeof(CallContext), result);
        var target = handler.IsStatic ? handler.CreateDelegate(delegateType) : handler.CreateDelegate(delegateType, service);
        return (BoundMethod)Activator.CreateInstance(kind.MakeGenericType(request, response), method, target)!;
    }

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{type.GenericTypeArguments[0].Name}>"
        : type.Name;
}

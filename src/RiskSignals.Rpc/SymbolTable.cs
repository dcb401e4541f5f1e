using Google.Protobuf.Reflection;

namespace RiskSignals.Rpc;

/// <summary>Which file declares a name, over a set of files and all they import.</summary>
internal sealed class SymbolTable
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly List<FieldDescriptor> _extensions = [];

    public SymbolTable(IEnumerable<FileDescriptor> roots)
    {
        foreach (var file in roots.SelectMany(WithImports))
        {
            if (_files.TryAdd(file.Name, file))
            {
                Add(file);
            }
        }
    }

    public FileDescriptor? FileNamed(string name) => _files.GetValueOrDefault(name);

    public FileDescriptor? FileWith(string symbol) => _symbols.GetValueOrDefault(symbol);

    public IEnumerable<FieldDescriptor> Extensions(string type) =>
        _extensions.Where(extension => extension.ExtendeeType.FullName == type);

    /// <summary>The file, then every file it imports, each once.</summary>
    public static IEnumerable<FileDescriptor> WithImports(FileDescriptor file)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { file.Name };
        var open = new Queue<FileDescriptor>([file]);
        while (open.TryDequeue(out var next))
        {
            yield return next;
            foreach (var import in next.Dependencies.Where(import => seen.Add(import.Name)))
            {
                open.Enqueue(import);
            }
        }
    }

    private void Add(FileDescriptor file)
    {
        foreach (var service in file.Services)
        {
            Add(service);
            foreach (var method in service.Methods)
            {
                Add(method);
            }
        }

        foreach (var message in file.MessageTypes)
        {
            Add(message);
        }

        foreach (var type in file.EnumTypes)
        {
            Add(type, file.Package);
        }

        Add(file.Extensions);
    }

    private void Add(MessageDescriptor message)
    {
        Add((DescriptorBase)message);
        foreach (var part in message.Fields.InDeclarationOrder().Cast<DescriptorBase>().Concat(message.Oneofs))
        {
            Add(part);
        }

        foreach (var nested in message.NestedTypes)
        {
            Add(nested);
        }

        foreach (var type in message.EnumTypes)
        {
            Add(type, message.FullName);
        }

        Add(message.Extensions);
    }

    /// <summary>An enum's values belong to the scope around it, as in C++.</summary>
    private void Add(EnumDescriptor type, string scope)
    {
        Add(type);
        foreach (var value in type.Values)
        {
            _symbols[scope.Length == 0 ? value.Name : $"{scope}.{value.Name}"] = type.File;
        }
    }

    private void Add(ExtensionCollection extensions)
    {
        foreach (var extension in extensions.UnorderedExtensions)
        {
            Add(extension);
            _extensions.Add(extension);
        }
    }

    private void Add(DescriptorBase part) => _symbols[part.FullName] = part.File;
}

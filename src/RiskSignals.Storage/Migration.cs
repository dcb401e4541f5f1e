using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace RiskSignals.Storage;

/// <summary>One numbered step of the schema. A step that has been released is never edited: its hash is checked.</summary>
internal sealed partial record Migration(int Number, string Name, string Sql)
{
    /// <summary>All steps, from 1 without gaps.</summary>
    public static IReadOnlyList<Migration> All { get; } = Read();

    /// <summary>SHA-256 of the text, in hexadecimal.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>Names of the tables the step creates.</summary>
    public IEnumerable<string> Tables => CreateTable().Matches(Sql).Select(match => match.Groups[1].Value);

    private static Migration[] Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith("Migrations/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select((resource, index) => new Migration(index + 1, Path.GetFileNameWithoutExtension(resource), Text(assembly, resource))),
        ];
    }

    private static string Text(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^CREATE TABLE (\w+)", RegexOptions.Multiline)]
    private static partial Regex CreateTable();
}

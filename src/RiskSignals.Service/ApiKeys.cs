using System.Security.Cryptography;
using System.Text;

namespace RiskSignals.Service;

/// <summary>The callers that are let in. Only hashes of the keys are kept in memory.</summary>
public sealed class ApiKeys
{
    /// <summary>Shorter keys can be guessed.</summary>
    public const int KeyLengthMin = 24;

    private readonly IReadOnlyList<(string Caller, byte[] Hash)> keys;

    private ApiKeys(IReadOnlyList<(string Caller, byte[] Hash)> keys) => this.keys = keys;

    /// <summary>Reads a file with a line <c>NAME KEY</c> a caller; empty lines and those that begin with # are passed over.</summary>
    /// <exception cref="FormatException">A line has another form, a name repeats, a key is short, or there is no line.</exception>
    public static ApiKeys Read(string path)
    {
        var keys = new List<(string Caller, byte[] Hash)>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 0 || words[0].StartsWith('#'))
            {
                continue;
            }

            // The line holds a secret, so it isn't quoted.
            if (words.Length != 2 || words[1].Length < KeyLengthMin)
            {
                throw new FormatException(
                    $"{path}, line {number}: expected are a name and a key of at least {KeyLengthMin} characters, with a space between.");
            }

            if (keys.Exists(key => key.Caller == words[0]))
            {
                throw new FormatException($"{path}, line {number}: the caller '{words[0]}' has a key already; give each its own name.");
            }

            keys.Add((words[0], Hash(words[1])));
        }

        return keys.Count > 0 ? new ApiKeys(keys) : throw new FormatException($"{path} holds no key; write a line 'NAME KEY' a caller.");
    }

    /// <summary>The caller that a key belongs to, or null. Takes the same time whichever key it is and however much of it is right.</summary>
    public string? CallerOf(string key)
    {
        var hash = Hash(key);
        string? caller = null;
        foreach (var known in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(known.Hash, hash))
            {
                caller = known.Caller;
            }
        }

        return caller;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

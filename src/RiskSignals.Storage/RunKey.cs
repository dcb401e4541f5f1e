using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RiskSignals.Storage;

/// <summary>What a portfolio run scores, as of when and with what. Runs with one key are one run.</summary>
/// <param name="Portfolio">Product code of the loans to score, or <see cref="AllLoans"/>.</param>
/// <param name="AsOf">The day looked from.</param>
/// <param name="Bundles">Hash of the bundle of each target.</param>
/// <param name="PolicyHash">Hash of the treatment policy.</param>
public sealed record RunKey(string Portfolio, DateOnly AsOf, IReadOnlyDictionary<string, string> Bundles, string PolicyHash)
{
    /// <summary>The portfolio of every loan.</summary>
    public const string AllLoans = "all";

    /// <summary>A UUID (version 8) made of SHA-256 over the parts, each preceded by its length.</summary>
    public string RunId
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Add(hash, Portfolio);
            Add(hash, $"{Days.ToWhole(AsOf)}");
            foreach (var (target, bundle) in Ordered)
            {
                Add(hash, target);
                Add(hash, bundle);
            }

            Add(hash, PolicyHash);
            var bytes = hash.GetHashAndReset()[..16];
            bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
            bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
            return new Guid(bytes, bigEndian: true).ToString();
        }
    }

    internal string BundlesJson => JsonSerializer.Serialize(Ordered.ToDictionary(pair => pair.Key, pair => pair.Value));

    private IEnumerable<KeyValuePair<string, string>> Ordered => Bundles.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static void Add(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}

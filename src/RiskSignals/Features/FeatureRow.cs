using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RiskSignals.Features;

/// <summary>The features of one loan as of one day, in the order of <see cref="FeatureCatalog.All"/>.</summary>
public sealed class FeatureRow
{
    private readonly float[] values;
    private readonly MissingCause[] causes;
    private readonly int[] evidence;

    /// <summary>Takes the arrays as they are, one entry a feature of the catalogue.</summary>
    /// <exception cref="ArgumentException">A length differs from the catalogue's.</exception>
    public FeatureRow(string borrowerId, string loanId, DateOnly asOf, float[] values, MissingCause[] causes, int[] evidence)
    {
        var width = FeatureCatalog.All.Count;
        if (values.Length != width || causes.Length != width || evidence.Length != width)
        {
            throw new ArgumentException(
                $"A row needs {width} values, causes and evidence counts; got {values.Length}, {causes.Length} and {evidence.Length}.",
                nameof(values));
        }

        BorrowerId = borrowerId;
        LoanId = loanId;
        AsOf = asOf;
        this.values = values;
        this.causes = causes;
        this.evidence = evidence;
    }

    public string BorrowerId { get; }

    public string LoanId { get; }

    public DateOnly AsOf { get; }

    /// <summary>Finite, or NaN where the cause says why.</summary>
    public ReadOnlySpan<float> Values => values;

    public ReadOnlySpan<MissingCause> Causes => causes;

    /// <summary>Number of facts behind each value.</summary>
    public ReadOnlySpan<int> EvidenceCounts => evidence;

    /// <summary>Upper-case hexadecimal SHA-256 over loan id, day and the bits of the values; equal rows have equal hashes.</summary>
    public string VectorHash
    {
        get
        {
            var loan = Encoding.UTF8.GetBytes(LoanId);
            var bytes = new byte[loan.Length + 1 + sizeof(int) + (values.Length * sizeof(float))];
            loan.CopyTo(bytes, 0);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(loan.Length + 1), AsOf.DayNumber);
            for (var i = 0; i < values.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(loan.Length + 1 + sizeof(int) + (i * sizeof(float))), values[i]);
            }

            return Convert.ToHexString(SHA256.HashData(bytes));
        }
    }

    /// <summary>The value of a feature; NaN if missing.</summary>
    public float this[string name] => values[FeatureCatalog.IndexOf(name)];

    /// <summary>Why a feature is NaN; <see cref="MissingCause.None"/> if it is not.</summary>
    public MissingCause Cause(string name) => causes[FeatureCatalog.IndexOf(name)];

    /// <summary>Number of facts behind a feature.</summary>
    public int EvidenceCount(string name) => evidence[FeatureCatalog.IndexOf(name)];
}

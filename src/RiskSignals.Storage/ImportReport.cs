namespace RiskSignals.Storage;

/// <summary>What an import did.</summary>
/// <param name="Kinds">One entry a kind of fact, in the order imported; a missing file has counts of 0.</param>
/// <param name="Refused">The refused rows in the order met, at most <see cref="RefusedMax"/> of them.</param>
/// <param name="UnknownFiles">Names of CSV files in the directory that belong to no kind of fact.</param>
public sealed record ImportReport(
    IReadOnlyList<KindImported> Kinds, IReadOnlyList<RefusedRow> Refused, IReadOnlyList<string> UnknownFiles)
{
    /// <summary>Refused rows kept in <see cref="Refused"/>; all are counted.</summary>
    public const int RefusedMax = 1_000;

    /// <summary>What else is worth knowing, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public long New => Kinds.Sum(kind => kind.New);

    public long Unchanged => Kinds.Sum(kind => kind.Unchanged);

    public long RefusedCount => Kinds.Sum(kind => kind.Refused);

    /// <summary>Whether every row of every known file is now kept.</summary>
    public bool IsComplete => RefusedCount == 0;
}

/// <summary>Counts of one file's rows.</summary>
/// <param name="Name">The kind of fact; the file is NAME.csv.</param>
/// <param name="IsPresent">Whether the directory holds the file.</param>
/// <param name="New">Rows kept that were not there before.</param>
/// <param name="Unchanged">Rows that were there already.</param>
/// <param name="Refused">Rows not kept; a header that can't be used counts as one.</param>
public sealed record KindImported(string Name, bool IsPresent, long New, long Unchanged, long Refused);

/// <summary>A row of a file that was not kept.</summary>
/// <param name="Line">Line in the file, the header being line 1; 0 where the column says the place, as a JSON path.</param>
/// <param name="Value">What stood there, cut to 80 characters.</param>
public sealed record RefusedRow(string File, long Line, string Column, string Value, string Expected)
{
    public override string ToString() => $"{File}{(Line > 0 ? $" line {Line}" : "")}: {Column} is '{Value}'; expected {Expected}.";
}

/// <summary>How far an import has come.</summary>
/// <param name="BytesDone">Bytes read of all files.</param>
/// <param name="BytesAll">Bytes of all files.</param>
public sealed record ImportProgress(string File, long Rows, long BytesDone, long BytesAll);

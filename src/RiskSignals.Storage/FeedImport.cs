using RiskSignals.Borrowers;

namespace RiskSignals.Storage;

/// <summary>
/// Imports one fetch of open-banking JSON: a file, or a folder with BORROWER/NAME.json, or BORROWER/BANK_ACCOUNT/NAME.json where payloads
/// don't name their bank account. Importing it again changes nothing, and rows of a later fetch that are as they were add nothing.
/// </summary>
public sealed class FeedImport
{
    /// <summary>Larger files are refused; a year of a busy bank account takes about one.</summary>
    public const int FileBytesMax = 64 << 20;

    private static readonly FactKind[] Kinds = [FactKinds.BankAccounts, FactKinds.BankTransactions, FactKinds.Consents];

    private readonly FactStore store;

    private readonly FeedOptions options;

    private readonly Action<RefusedRow>? onRefused;

    private readonly List<RefusedRow> firstRefused = [];

    private readonly List<string> unread = [];

    private readonly List<string> withoutConsent = [];

    private readonly Dictionary<FactKind, long> added = Kinds.ToDictionary(kind => kind, _ => 0L);

    private readonly Dictionary<FactKind, long> unchanged = Kinds.ToDictionary(kind => kind, _ => 0L);

    private readonly Dictionary<FactKind, long> refused = Kinds.ToDictionary(kind => kind, _ => 0L);

    private long payloads, payloadsRefused, rowsLeftOut, accountsLeftOut, textsDropped;

    private FeedImport(FactStore store, FeedOptions options, Action<RefusedRow>? onRefused) =>
        (this.store, this.options, this.onRefused) = (store, options, onRefused);

    /// <summary>Reads a file or a folder; memory holds one borrower's payloads at a time.</summary>
    /// <param name="onRefused">Called with everything refused, also what the report has no room for.</param>
    /// <exception cref="FileNotFoundException">There is neither a file nor a folder of that name.</exception>
    /// <exception cref="ArgumentException">Nobody says whose payloads they are.</exception>
    public static ImportReport Run(
        string path, FactStore store, FeedOptions options, IProgress<ImportProgress>? progress = null, Action<RefusedRow>? onRefused = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        var import = new FeedImport(store, options, onRefused);
        var groups = Groups(path, options.BorrowerId);
        for (var i = 0; i < groups.Count; i++)
        {
            import.Borrower(groups[i].BorrowerId, groups[i].Files);
            progress?.Report(new ImportProgress(groups[i].BorrowerId, import.payloads, i + 1, groups.Count));
        }

        return import.Report();
    }

    /// <summary>The files of each borrower, in order; a file's bank account is the folder it lies in below the borrower's.</summary>
    private static List<(string BorrowerId, List<FeedFile> Files)> Groups(string path, string? borrowerId)
    {
        if (File.Exists(path))
        {
            return borrowerId is null
                ? throw new ArgumentException($"'{path}' doesn't say whose bank account it is about; give --borrower ID.", nameof(path))
                : [(borrowerId, [new FeedFile(path, Path.GetFileName(path), null)])];
        }

        if (!Directory.Exists(path))
        {
            throw new FileNotFoundException($"There is neither a file nor a folder '{path}' to import.", path);
        }

        if (borrowerId is not null)
        {
            return [(borrowerId, FilesOf(path))];
        }

        if (Directory.EnumerateFiles(path, "*.json").FirstOrDefault() is { } astray)
        {
            throw new ArgumentException(
                $"'{astray}' doesn't say whose bank account it is about; give --borrower ID, or move it to a folder named after the borrower.", nameof(path));
        }

        return
        [
            .. Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal).Select(folder => (Path.GetFileName(folder), FilesOf(folder)))
                .Where(group => group.Item2.Count > 0),
        ];
    }

    private static List<FeedFile> FilesOf(string folder) =>
    [
        .. Jsons(folder).Select(file => new FeedFile(file, Path.GetFileName(file), null)),
        .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(account => Jsons(account).Select(
            file => new FeedFile(file, $"{Path.GetFileName(account)}/{Path.GetFileName(file)}", Path.GetFileName(account)))),
    ];

    private static IEnumerable<string> Jsons(string folder) => Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal);

    private void Borrower(string borrowerId, List<FeedFile> files)
    {
        var origin = new FeedOrigin(borrowerId, options.KnownOn, options.BankAccountId, options.OwnNames);
        var read = new List<FeedPayload>();
        foreach (var file in files)
        {
            var name = options.BorrowerId is null ? $"{borrowerId}/{file.Name}" : file.Name;
            payloads++;
            try
            {
                if (new FileInfo(file.Path).Length > FileBytesMax)
                {
                    throw new FactRefusedException("$", $"{new FileInfo(file.Path).Length} bytes", $"at most {FileBytesMax} bytes");
                }

                var of = origin with { BankAccountId = file.BankAccountId ?? options.BankAccountId };
                var payload = OpenBankingFeed.Read(File.ReadAllBytes(file.Path), of, options.Format, name);
                if (payload.IsEmpty)
                {
                    unread.Add(name);
                }
                else
                {
                    read.Add(payload);
                }
            }
            catch (FactRefusedException fault)
            {
                payloadsRefused++;
                Refuse(new RefusedRow(name, 0, fault.Field, fault.Value, fault.Expected));
            }
        }

        if (read.Count > 0)
        {
            Keep(FeedNews.Compare(read, store.Versions(borrowerId, Kinds), origin, options.Consent));
        }
    }

    private void Keep(FeedNews news)
    {
        foreach (var fault in news.Refused)
        {
            Refuse(fault.Kind, fault.Payload, fault.Fault.Field, fault.Fault.Value, fault.Fault.Expected);
        }

        var result = store.Add([.. news.Facts.Select(fact => fact.Fact)]);
        var refusedAt = new HashSet<int>();
        foreach (var one in result.Refused)
        {
            var fact = news.Facts[one.Index];
            refusedAt.Add(one.Index);
            Refuse(FactKinds.Of(fact.Fact), fact.Payload, $"{fact.Path} {one.Column}", one.Value, one.Expected);
        }

        for (var i = 0; i < news.Facts.Count; i++)
        {
            if (!refusedAt.Contains(i))
            {
                added[FactKinds.Of(news.Facts[i].Fact)]++;
            }
        }

        foreach (var (kind, count) in news.Unchanged)
        {
            unchanged[kind] += count;
        }

        rowsLeftOut += news.RowsLeftOut;
        accountsLeftOut += news.AccountsLeftOut;
        textsDropped += news.TextsDropped;
        withoutConsent.AddRange(news.WithoutConsent);
    }

    private ImportReport Report() => new(
        [
            new KindImported("payloads", IsPresent: payloadsRefused > 0, 0, 0, payloadsRefused),
            .. Kinds.Select(kind => new KindImported(
                kind.Name, added[kind] + unchanged[kind] + refused[kind] > 0, added[kind], unchanged[kind], refused[kind])),
        ],
        firstRefused,
        unread)
    {
        Notes = [.. Notes()],
    };

    private IEnumerable<string> Notes()
    {
        if (accountsLeftOut + rowsLeftOut > 0)
        {
            yield return $"{accountsLeftOut} bank accounts of kinds that are not read (loans, investments and the like) "
                + $"and {rowsLeftOut} rows were left out.";
        }

        if (textsDropped > 0)
        {
            yield return $"Of {textsDropped} rows only day and amount were kept: their texts reveal belief, politics or union membership.";
        }

        if (withoutConsent.Count > 0)
        {
            yield return $"Without a consent no feature reads a bank account; {withoutConsent.Count} have none, the first is '{withoutConsent[0]}'. "
                + "Give --consent-from and --consent-to, or import consents.csv.";
        }
    }

    private void Refuse(FactKind kind, string file, string path, string value, string expected)
    {
        refused[kind]++;
        Refuse(new RefusedRow(file, 0, path, value, expected));
    }

    private void Refuse(RefusedRow row)
    {
        onRefused?.Invoke(row);
        if (firstRefused.Count < ImportReport.RefusedMax)
        {
            firstRefused.Add(row);
        }
    }

    private sealed record FeedFile(string Path, string Name, string? BankAccountId);
}

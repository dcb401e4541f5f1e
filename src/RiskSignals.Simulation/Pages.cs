using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>Some borrowers' part of every file: the facts by kind, then the truth.</summary>
internal sealed class Pages
{
    private static readonly (string Name, string Header)[] Truth =
    [
        ("borrowers", "borrower_id,persona,readiness,capacity,direct_debit"),
        ("shocks", "borrower_id,kind,starts_on,ends_on,size"),
        ("effects", "borrower_id,treatment,pay_probability,effect"),
        ("decisions", "decision_id,borrower_id,loan_id,decided_on,treatment,paid_treated,paid_untreated,current_treated,current_untreated"),
        ("categories", "borrower_id,bank_transaction_id,category,fault"),
        ("feed", "borrower_id,kind,starts_on,ends_on,id,true_id"),
        ("plants", "borrower_id,plant,subject_id,happened_on,known_on,loan_id,amount,told"),
    ];

    private readonly CsvPage[] pages = [.. Names.Select(_ => new CsvPage())];

    private readonly Dictionary<Type, (FactKind Kind, CsvPage Page)> pageOf;

    public Pages() => pageOf = FactKinds.All.Zip(pages).ToDictionary(pair => pair.First.FactType);

    /// <summary>Paths of the files, below their folder.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. FactKinds.All.Select(kind => $"{kind.Name}.csv"), .. Truth.Select(truth => Path.Combine("truth", $"{truth.Name}.csv"))];

    /// <summary>The first line of each file.</summary>
    public static IReadOnlyList<string> Headers { get; } =
        [.. FactKinds.All.Select(TextFactWriter.Header), .. Truth.Select(truth => truth.Header + "\n")];

    public int Loans { get; private set; }

    public int BankTransactions { get; private set; }

    public int Facts { get; private set; }

    public void Clear()
    {
        (Loans, BankTransactions, Facts) = (0, 0, 0);
        foreach (var page in pages)
        {
            page.Clear();
        }
    }

    /// <summary>Lives one borrower's life and adds it.</summary>
    public void Add(SimulatedLender lender, int index)
    {
        var life = lender.Live(index);
        foreach (var fact in life.Facts)
        {
            if (lender.Writes(fact))
            {
                var (kind, page) = pageOf[fact.GetType()];
                page.Row(kind, fact);
                Facts++;
                Loans += fact is Loan ? 1 : 0;
                BankTransactions += fact is BankTransaction ? 1 : 0;
            }
        }

        WriteTruth(life, lender, index);
    }

    public void AppendTo(HashedFile[] files)
    {
        for (var i = 0; i < pages.Length; i++)
        {
            files[i].Write(pages[i].Bytes);
        }
    }

    private void WriteTruth(SimulatedLife life, SimulatedLender lender, int index)
    {
        if (!life.Facts.Any())
        {
            return;
        }

        var (borrowers, shocks, effects, decisions, categories, feed) = (Page(0), Page(1), Page(2), Page(3), Page(4), Page(5));
        var (id, truth) = (life.BorrowerId, life.Truth);
        borrowers.Row($"{id},{Codes<Persona>.Word(truth.Persona)},{truth.Readiness:0.0000},{truth.Capacity:0.0000},{Flag(life.DirectDebit)}");
        foreach (var shock in life.Shocks)
        {
            var kind = Codes<ShockKind>.Word(shock.Kind);
            shocks.Row($"{id},{kind},{shock.StartsOn:yyyy-MM-dd},{shock.EndsOnExcl:yyyy-MM-dd},{shock.Size:0.####}");
        }

        var response = lender.Response;
        foreach (var treatment in Enum.GetValues<Treatment>())
        {
            var chance = response.PayProbability(truth, treatment);
            effects.Row($"{id},{Codes<Treatment>.Word(treatment)},{chance:0.000000},{response.Effect(truth, treatment):0.000000}");
        }

        foreach (var (decision, treated, untreated) in lender.EffectsOf(index))
        {
            var treatment = Codes<Treatment>.Word(decision.Treatment);
            var decided = FormattableString.Invariant($"{decision.DecisionId},{id},{decision.LoanId},{decision.DecidedOn:yyyy-MM-dd}");
            decisions.Row(
                $"{decided},{treatment},{treated.Paid},{untreated.Paid},{Flag(treated.IsCurrent)},{Flag(untreated.IsCurrent)}");
        }

        foreach (var (transactionId, category, fault) in life.TrueCategories)
        {
            categories.Text(id);
            categories.Text(transactionId);
            categories.Code(category);
            categories.Code(fault);
            categories.EndRow();
        }

        foreach (var (kind, startsOn, endsOnExcl, told, meant) in life.FeedFaults)
        {
            feed.Text(id);
            feed.Code(kind);
            feed.Day(startsOn);
            feed.Day(endsOnExcl);
            feed.Text(told);
            feed.Text(meant);
            feed.EndRow();
        }

        foreach (var planted in life.Planted)
        {
            var right = FormattableString.Invariant($"{planted.HappenedOn:yyyy-MM-dd},{planted.KnownOn:yyyy-MM-dd},{planted.LoanId},{planted.Amount}");
            Page(6).Row($"{id},{PlantedFaults.Word(planted.Plant)},{planted.SubjectId},{right},{planted.Told}");
        }

        static string Flag(bool value) => value ? "true" : "false";

        CsvPage Page(int truth) => pages[FactKinds.All.Count + truth];
    }
}

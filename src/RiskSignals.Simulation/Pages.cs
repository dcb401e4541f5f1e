using System.Text;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>One borrower's part of every file: the facts by kind, then the truth.</summary>
internal sealed class Pages
{
    private static readonly (string Name, string Header)[] Truth =
    [
        ("borrowers", "borrower_id,persona,readiness,capacity,direct_debit"),
        ("shocks", "borrower_id,kind,starts_on,ends_on,size"),
        ("effects", "borrower_id,treatment,pay_probability,effect"),
        ("decisions", "decision_id,borrower_id,loan_id,decided_on,treatment,paid_treated,paid_untreated,current_treated,current_untreated"),
        ("categories", "borrower_id,bank_transaction_id,category"),
    ];

    private static readonly Dictionary<FactKind, int> PageOf =
        FactKinds.All.Select((kind, index) => (kind, index)).ToDictionary(pair => pair.kind, pair => pair.index);

    private readonly StringBuilder[] pages = [.. Names.Select(_ => new StringBuilder())];

    private Pages()
    {
    }

    /// <summary>Paths of the files, below their folder.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. FactKinds.All.Select(kind => $"{kind.Name}.csv"), .. Truth.Select(truth => Path.Combine("truth", $"{truth.Name}.csv"))];

    /// <summary>The first line of each file.</summary>
    public static IReadOnlyList<string> Headers { get; } =
        [.. FactKinds.All.Select(TextFactWriter.Header), .. Truth.Select(truth => truth.Header + "\n")];

    public int Loans { get; private set; }

    public int BankTransactions { get; private set; }

    public int Facts { get; private set; }

    /// <summary>Lives one borrower's life and writes it.</summary>
    public static Pages Of(SimulatedLender lender, int index)
    {
        var life = lender.Live(index);
        var pages = new Pages();
        var writers = FactKinds.All.Select((_, page) => new TextFactWriter(pages.pages[page])).ToArray();
        foreach (var fact in life.Facts.Where(lender.Writes))
        {
            var kind = FactKinds.Of(fact);
            writers[PageOf[kind]].Row(kind, fact);
            pages.Facts++;
            pages.Loans += fact is Loan ? 1 : 0;
            pages.BankTransactions += fact is BankTransaction ? 1 : 0;
        }

        pages.WriteTruth(life, lender, index);
        return pages;
    }

    public void AppendTo(HashedFile[] files)
    {
        for (var i = 0; i < pages.Length; i++)
        {
            files[i].Write(pages[i]);
        }
    }

    private void WriteTruth(SimulatedLife life, SimulatedLender lender, int index)
    {
        if (!life.Facts.Any())
        {
            return;
        }

        var (borrowers, shocks, effects, decisions, categories) = (Page(0), Page(1), Page(2), Page(3), Page(4));
        var (id, truth) = (life.BorrowerId, life.Truth);
        Row(borrowers, $"{id},{Codes<Persona>.Word(truth.Persona)},{truth.Readiness:0.0000},{truth.Capacity:0.0000},{Flag(life.DirectDebit)}");
        foreach (var shock in life.Shocks)
        {
            var kind = Codes<ShockKind>.Word(shock.Kind);
            Row(shocks, $"{id},{kind},{shock.StartsOn:yyyy-MM-dd},{shock.EndsOnExcl:yyyy-MM-dd},{shock.Size:0.####}");
        }

        var response = lender.Response;
        foreach (var treatment in Enum.GetValues<Treatment>())
        {
            var chance = response.PayProbability(truth, treatment);
            Row(effects, $"{id},{Codes<Treatment>.Word(treatment)},{chance:0.000000},{response.Effect(truth, treatment):0.000000}");
        }

        foreach (var decision in lender.DecisionsOf(index))
        {
            var (treated, untreated) = lender.PaidAfter(index, decision);
            var treatment = Codes<Treatment>.Word(decision.Treatment);
            var decided = FormattableString.Invariant($"{decision.DecisionId},{id},{decision.LoanId},{decision.DecidedOn:yyyy-MM-dd}");
            Row(
                decisions,
                $"{decided},{treatment},{treated.Paid},{untreated.Paid},{Flag(treated.IsCurrent)},{Flag(untreated.IsCurrent)}");
        }

        foreach (var (transactionId, category) in life.MiscategorisedIds)
        {
            Row(categories, $"{id},{transactionId},{Codes<BankCategory>.Word(category)}");
        }

        static void Row(StringBuilder page, FormattableString row) => page.Append(FormattableString.Invariant(row)).Append('\n');

        static string Flag(bool value) => value ? "true" : "false";

        StringBuilder Page(int truth) => pages[FactKinds.All.Count + truth];
    }
}

using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>Some borrowers' part of every file: the facts by kind, then the truth.</summary>
internal sealed class Pages
{
    private static readonly (string Name, string Header)[] Truth =
    [
        ("borrowers", "borrower_id,persona,readiness,capacity,direct_debit"),
        ("shocks", "borrower_id,kind,starts_on,bites_on,ends_on,size"),
        ("bills", "borrower_id,category,due_on,paid_on,amount"),
        ("effects", "borrower_id,treatment,pay_probability,effect"),
        (
            "decisions",
            "decision_id,borrower_id,loan_id,decided_on,treatment,paid_treated,paid_untreated,current_treated,current_untreated,"
            + "partner_paid_treated,partner_paid_untreated"),
        ("categories", "borrower_id,bank_transaction_id,category,fault"),
        ("feed", "borrower_id,kind,starts_on,ends_on,id,true_id"),
        ("plants", "borrower_id,plant,subject_id,happened_on,known_on,loan_id,amount,told"),
        (
            "responses",
            "decision_id,borrower_id,loan_id,reached_on,treatment,tone,hour,recent_contacts,reach_probability,pay_probability,"
            + "promise_probability,plan_probability,complain_probability,opt_out_probability,ignore_probability,effect,spill_over"),
        ("households", "borrower_id,partner_id,spill_over,fatigue"),
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
                Loans += fact is Loan loan && loan.KnownOn.Day == loan.OriginatedOn ? 1 : 0;
                BankTransactions += fact is BankTransaction ? 1 : 0;
            }
        }

        WriteTruth(life, lender, index);
    }

    public void AppendTo(HashedFiles files)
    {
        for (var i = 0; i < pages.Length; i++)
        {
            files.Write(i, pages[i].Bytes);
        }
    }

    private void WriteTruth(SimulatedLife life, SimulatedLender lender, int index)
    {
        // Also of a life that left no facts: a decision about it is refused.
        WriteDecisions(life.BorrowerId, lender, index);
        if (!life.Facts.Any())
        {
            return;
        }

        var (borrowers, shocks, effects) = (Page("borrowers"), Page("shocks"), Page("effects"));
        var (categories, feed, plants, responses) = (Page("categories"), Page("feed"), Page("plants"), Page("responses"));
        var (id, truth) = (life.BorrowerId, life.Truth);
        borrowers.Row($"{id},{Codes<Persona>.Word(truth.Persona)},{truth.Readiness:0.0000},{truth.Capacity:0.0000},{Flag(life.DirectDebit)}");
        foreach (var shock in life.Shocks)
        {
            var kind = Codes<ShockKind>.Word(shock.Kind);
            shocks.Row($"{id},{kind},{shock.StartsOn:yyyy-MM-dd},{shock.BitesOn:yyyy-MM-dd},{shock.EndsOnExcl:yyyy-MM-dd},{shock.Size:0.####}");
        }

        var bills = Page("bills");
        foreach (var bill in life.UnpaidBills)
        {
            bills.Row($"{id},{Codes<BankCategory>.Word(bill.Category)},{bill.DueOn:yyyy-MM-dd},{bill.PaidOn:yyyy-MM-dd},{bill.Amount}");
        }

        var law = lender.Response;
        foreach (var treatment in Enum.GetValues<Treatment>())
        {
            var form = new TreatmentForm(treatment);
            effects.Row($"{id},{Codes<Treatment>.Word(treatment)},{law.PayProbability(truth, form):0.000000},{law.Effect(truth, form):0.000000}");
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
            plants.Row($"{id},{PlantedFaults.Word(planted.Plant)},{planted.SubjectId},{right},{planted.Told}");
        }

        foreach (var response in life.Responses)
        {
            var (form, chances) = (response.Form, response.Chances);
            var said = FormattableString.Invariant($"{response.DecisionId},{id},{response.LoanId},{response.On:yyyy-MM-dd}");
            var words = $"{Codes<Treatment>.Word(form.Treatment)},{Codes<Tone>.Word(form.Tone)},{form.Hour},{response.RecentContacts}";
            double[] numbers =
            [
                chances.Reached, chances.Pays, chances.Promises, chances.AcceptsPlan, chances.Complains, chances.OptsOut, chances.Ignores,
                chances.Effect, response.SpillOver,
            ];
            responses.Row($"{said},{words},{string.Join(',', numbers.Select(number => number.ToString("0.000000", CultureInfo.InvariantCulture)))}");
        }

        if (life.PartnerId is { } partnerId)
        {
            Page("households").Row($"{id},{partnerId},{lender.Households.SpillOver:0.######},{lender.Households.Fatigue:0.######}");
        }
    }

    private void WriteDecisions(string borrowerId, SimulatedLender lender, int index)
    {
        foreach (var (decision, treated, untreated) in lender.EffectsOf(index))
        {
            var treatment = Codes<Treatment>.Word(decision.Treatment);
            var decided = FormattableString.Invariant($"{decision.DecisionId},{borrowerId},{decision.LoanId},{decision.DecidedOn:yyyy-MM-dd}");
            var current = $"{Flag(treated.IsCurrent)},{Flag(untreated.IsCurrent)}";
            Page("decisions").Row($"{decided},{treatment},{treated.Paid},{untreated.Paid},{current},{treated.PartnerPaid},{untreated.PartnerPaid}");
        }
    }

    private CsvPage Page(string name) => pages[FactKinds.All.Count + Array.FindIndex(Truth, file => file.Name == name)];

    private static string Flag(bool value) => value ? "true" : "false";
}

using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>What a borrower is like before anything happens: drawn once, from the borrower's own sequence.</summary>
internal sealed class BorrowerTraits
{
    public BorrowerTraits(SimulationParameters parameters, Draws draws)
    {
        Planted = new(parameters, draws);
        var stream = draws.Fixed(Purpose.Traits);
        Persona = (Persona)stream.Weighted([.. parameters.Personas.Select(persona => persona.Share)]);
        var typical = parameters.Personas[Persona];
        var people = parameters.People;
        Readiness = Math.Clamp(typical.Readiness * stream.Factor(0.45), 0.01, 0.9);
        Prudence = Math.Clamp(typical.Prudence + (0.12 * stream.Normal()), 0.05, 0.97);
        Capacity = Math.Clamp(typical.Capacity + (0.06 * stream.Normal()), 0.15, 0.99);
        TopUp = Math.Clamp(typical.TopUp + (0.10 * stream.Normal()), 0.02, 0.97);
        DirectDebit = stream.Chance(typical.DirectDebit);
        FirstLoanOn = parameters.StartOn.AddDays(stream.Chance(0.6) ? stream.Whole(3, 90) : stream.Whole(3, 330));
        StartOn = FirstLoanOn.AddDays(-92);
        SharesBankData = !stream.Chance(parameters.Feed.NoBankDataShare);

        MonthlyIncome = (long)Math.Clamp(
            Planted.UsualIncome(FirstLoanOn, people.MonthlyIncome) * stream.Factor(people.MonthlyIncomeDeviation),
            people.MonthlyIncomeBounds.From,
            people.MonthlyIncomeBounds.To);
        var rhythm = (PayRhythm)stream.Weighted(people.PayRhythms.Values);
        var payday = stream.Pick(people.PaydaysOfMonth);
        PayCycle = new PayCycle(rhythm, payday, StartOn.AddDays(-stream.Whole(1, 28)));
        IsRetired = rhythm is PayRhythm.Monthly or PayRhythm.FourWeekly && stream.Chance(people.RetiredShare / 0.7);
        Employer = rhythm == PayRhythm.Gig ? stream.Pick(Names.GigPlatforms)
            : IsRetired ? stream.Pick(Names.PensionFunds)
            : Names.Employer(ref stream);
        var bonus = rhythm == PayRhythm.Monthly && !IsRetired && stream.Chance(people.BonusShare);
        (BonusMonth, BonusShare) = bonus ? (stream.Pick<int>([3, 12, 12]), stream.Between(0.15, 0.8)) : (0, 0);
        BenefitMonthly = stream.Chance(Persona == Persona.Vulnerable ? 0.7 : 0.18) ? stream.Whole(9_000, 48_000) : 0;
        HasFamilyHelp = stream.Chance(people.FamilyHelpShare);
        Gambles = stream.Chance(Persona == Persona.OverCommitted ? 0.14 : 0.05);
        Overdraft = stream.Pick(people.Overdrafts);
        HasSavings = stream.Chance(typical.Savers);
        SharesSavings = HasSavings && stream.Chance(0.6);

        Name = Names.Person(ref stream);
        Relative = $"{(char)('A' + stream.Whole(0, 19))}{Name[1..]}";
        LooksLikeOtherPay = rhythm == PayRhythm.Gig && stream.Chance(0.35);
        if (LooksLikeOtherPay)
        {
            Employer = stream.Pick(Names.PayoutFirms);
            LooksLikeOtherPay = stream.Chance(parameters.Feed.MisleadingShare);
        }

        HasMortgage = stream.Chance(people.MortgageShare);
        Partner = Names.Person(ref stream);
        PartnerMonthly = stream.Chance(people.PartnerShare) ? (long)(MonthlyIncome * stream.Between(0.10, 0.25)) / 500 * 500 : 0;
        PartnerPaysOn = stream.Whole(1, 28);
        OtherBankShare = stream.Chance(people.OtherBankShare) ? stream.Between(0.04, 0.12) : 0;
        Bills = DrawBills(parameters, ref stream, typical);
        HasCard = stream.Chance(people.CardShare);
        SharesCard = HasCard && stream.Chance(0.35);
        PaysCardInFull = stream.Chance(Prudence * Prudence);
        (CardName, CardNumber) = (stream.Pick(Names.Cards), Names.Number(ref stream));
        CardLimit = (long)(MonthlyIncome * stream.Between(0.6, 2.2)) / 10_000 * 10_000;
        CardPayment = (long)(MonthlyIncome * stream.Between(0.02, 0.08)) / 500 * 500;
        CardMonthly = HasCard ? (long)(CardPayment * stream.Between(0.6, 1.0)) : 0;
        CardOpening = HasCard ? PaysCardInFull ? CardMonthly : (long)(CardLimit * stream.Between(0.15, 0.85)) : 0;
        CardStatementDay = stream.Whole(1, 28);
        var fixedMonthly = Bills.Sum(bill => bill.Amount) + (HasCard ? PaysCardInFull ? CardMonthly : CardPayment : 0)
            + (long)(MonthlyIncome * OtherBankShare * 0.7);
        var income = MonthlyIncome + BenefitMonthly + PartnerMonthly;
        var slack = typical.Slack + (0.03 * stream.Normal());
        var rest = Math.Max(0.22 * income, (income * (1 - slack - 0.08)) - fixedMonthly);
        Groceries = (long)Math.Max(14_000, rest * stream.Between(0.30, 0.40));
        Transport = (long)(rest * stream.Between(0.08, 0.16));
        Cash = (long)(rest * stream.Between(0.02, 0.12));
        Discretionary = (long)Math.Max(4_000, rest - Groceries - Transport - Cash);
        OpeningBalance = (long)(MonthlyIncome * stream.Between(0.10, 0.35) * (0.4 + Prudence));
        OpeningSavings = HasSavings ? (long)(MonthlyIncome * stream.Between(0.2, 2.5) * Prudence) : 0;
    }

    public Planting Planted { get; }

    public Persona Persona { get; }

    /// <summary>Chance a day of attending to an open amount.</summary>
    public double Readiness { get; }

    public double Prudence { get; }

    /// <summary>Reference capacity, for the truth file.</summary>
    public double Capacity { get; }

    public double TopUp { get; }

    public bool DirectDebit { get; }

    public DateOnly FirstLoanOn { get; }

    /// <summary>First day lived through.</summary>
    public DateOnly StartOn { get; }

    public bool SharesBankData { get; }

    /// <summary>Usual net pay a month, in minor units.</summary>
    public long MonthlyIncome { get; }

    public PayCycle PayCycle { get; }

    public string Employer { get; }

    /// <summary>Whether the name in which pay comes hides from feeds that it is pay.</summary>
    public bool LooksLikeOtherPay { get; }

    /// <summary>As banks print it.</summary>
    public string Name { get; }

    public string Relative { get; }

    /// <summary>Whether pay is a pension.</summary>
    public bool IsRetired { get; }

    /// <summary>Month in which monthly pay is higher, 1 to 12; 0 for none.</summary>
    public int BonusMonth { get; }

    /// <summary>By which it is higher, as a share.</summary>
    public double BonusShare { get; }

    public long BenefitMonthly { get; }

    /// <summary>What a partner pays towards the bills a month; 0 without one.</summary>
    public long PartnerMonthly { get; }

    public int PartnerPaysOn { get; }

    public string Partner { get; }

    /// <summary>Share of pay that goes to an own bank account elsewhere; 0 without one.</summary>
    public double OtherBankShare { get; }

    public bool HasMortgage { get; }

    public bool HasFamilyHelp { get; }

    public bool Gambles { get; }

    public long Overdraft { get; }

    public bool HasSavings { get; }

    public bool SharesSavings { get; }

    public bool HasCard { get; }

    public bool SharesCard { get; }

    public bool PaysCardInFull { get; }

    public string CardName { get; }

    public string CardNumber { get; }

    public long CardLimit { get; }

    /// <summary>What those pay a month who don't pay in full.</summary>
    public long CardPayment { get; }

    /// <summary>Usually bought on the card a month.</summary>
    public long CardMonthly { get; }

    public long CardOpening { get; }

    public int CardStatementDay { get; }

    public List<Bill> Bills { get; }

    /// <summary>Usual spending a month, in minor units.</summary>
    public long Groceries { get; }

    public long Transport { get; }

    public long Cash { get; }

    public long Discretionary { get; }

    public long OpeningBalance { get; }

    public long OpeningSavings { get; }

    private List<Bill> DrawBills(SimulationParameters parameters, ref RandomStream stream, PersonaParameters typical)
    {
        var bills = new List<Bill>();
        var home = (MonthlyIncome + (0.7 * PartnerMonthly)) * stream.Between(0.24, 0.35);
        Add(ref stream, BankCategory.Housing, HasMortgage ? Names.Mortgages : Names.Landlords, home, stream.Pick<int>([1, 1, 2, 3, 28]));
        if (!HasMortgage && stream.Chance(parameters.People.PrivateLandlordShare))
        {
            var misleads = stream.Chance(parameters.Feed.MisleadingShare);
            bills[0].Wording = new(
                Way.StandingOrder, Names.Person(ref stream), stream.Pick(Names.RentReferences), misleads ? BankCategory.FamilyOut : null);
        }

        Add(ref stream, BankCategory.Energy, Names.Energy, stream.Between(7_000, 15_000), stream.Whole(1, 28), deviation: 0.08, seasonal: true);
        Add(ref stream, BankCategory.Water, Names.Water, stream.Between(2_600, 4_800), stream.Whole(1, 28));
        Add(ref stream, BankCategory.LocalTax, Names.Councils, stream.Between(9_000, 16_000), stream.Pick<int>([1, 1, 5, 15]));
        Add(ref stream, BankCategory.Telecom, Names.Telecom[..1], stream.Between(900, 4_200), stream.Whole(1, 28), deviation: 0.02);
        if (stream.Chance(0.75))
        {
            Add(ref stream, BankCategory.Telecom, Names.Telecom[1..], stream.Between(2_400, 5_200), stream.Whole(1, 28));
        }

        if (stream.Chance(0.65))
        {
            Add(ref stream, BankCategory.Insurance, Names.Insurers, stream.Between(1_800, 7_000), stream.Whole(1, 28));
        }

        var subscriptions = stream.Whole(0, 4);
        for (var i = 0; i < subscriptions; i++)
        {
            Add(ref stream, BankCategory.Subscription, Names.Subscriptions, stream.Between(499, 2_499), stream.Whole(1, 28), collected: false);
        }

        if (stream.Chance(0.10))
        {
            Add(ref stream, BankCategory.Childcare, ["LITTLE OAKS NURSERY"], stream.Between(9_000, 30_000), 3, collected: false);
        }

        var loans = (int)(typical.OtherLenders + stream.Uniform());
        for (var i = 0; i < loans; i++)
        {
            Add(ref stream, BankCategory.LoanPayment, Names.Lenders, MonthlyIncome * stream.Between(0.03, 0.07), stream.Whole(1, 28));
        }

        return bills;

        void Add(
            ref RandomStream stream,
            BankCategory category,
            string[] payees,
            double amount,
            int dayOfMonth,
            double deviation = 0,
            bool seasonal = false,
            bool collected = true) =>
            bills.Add(new Bill
            {
                Category = category,
                Wording = new(collected ? Way.DirectDebit : Way.CardBill, stream.Pick(payees), collected ? Names.Number(ref stream) : ""),
                Amount = (long)amount,
                DayOfMonth = dayOfMonth,
                Deviation = deviation,
                Seasonal = seasonal,
                Collected = collected,
                NextOn = WorkingDays.NextInMonth(StartOn, dayOfMonth),
            });
    }
}

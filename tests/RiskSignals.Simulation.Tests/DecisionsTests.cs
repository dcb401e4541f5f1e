using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

public sealed class DecisionsTests
{
    private static readonly DateOnly Day = new(2024, 10, 16);

    [Fact]
    public void A_decision_changes_nothing_known_by_its_day_and_something_after()
    {
        var decided = Portfolio.Live(Portfolio.Parameters, Decide(Portfolio.Lives, Day, _ => Treatment.Call));
        var changed = 0;
        foreach (var (plain, treated) in Portfolio.Lives.Zip(decided))
        {
            Assert.Equal(plain.Facts.Where(Past), treated.Facts.Where(Past));
            changed += plain.Facts.SequenceEqual(treated.Facts) ? 0 : 1;
        }

        Assert.True(changed > 150, $"{changed} lives changed");

        static bool Past(Fact fact) => fact.KnownOn.Day <= Day;
    }

    [Fact]
    public void A_longer_simulation_only_adds_what_is_known_later()
    {
        var shorter = Portfolio.Live(Portfolio.Parameters with { Months = 9 });
        var end = (Portfolio.Parameters with { Months = 9 }).EndOnExcl;
        foreach (var (less, more) in shorter.Zip(Portfolio.Lives))
        {
            Assert.Equal(less.Facts, more.Facts.Where(fact => fact.KnownOn.Day < end));
        }
    }

    [Fact]
    public void Contacts_and_outcomes_name_their_decision()
    {
        var decisions = Decide(Portfolio.Lives, Day, loan => (Treatment)(loan % 5));
        var lives = Portfolio.Live(Portfolio.Parameters, decisions);
        var byId = decisions.ToDictionary(decision => decision.DecisionId);
        var outcomes = lives.SelectMany(life => life.Facts).OfType<Outcome>().ToArray();
        Assert.All(outcomes, outcome => Assert.Equal(byId[outcome.DecisionId].LoanId, outcome.LoanId));
        Assert.All(outcomes, outcome => Assert.InRange(outcome.ObservedOn, Day.AddDays(1), Day.AddDays(30)));
        Assert.Subset(
            outcomes.Select(outcome => outcome.Kind).ToHashSet(),
            new HashSet<OutcomeKind> { OutcomeKind.Exposed, OutcomeKind.NotDelivered, OutcomeKind.Paid, OutcomeKind.PlanAccepted });
        Assert.DoesNotContain(outcomes, o => byId[o.DecisionId].Treatment == Treatment.None && o.Kind != OutcomeKind.Paid);
        var contacts = lives.SelectMany(life => life.Facts).OfType<Contact>().Where(contact => contact.DecisionId is not null).ToArray();
        Assert.True(contacts.Length > 100);
        Assert.All(contacts, contact => Assert.Equal(byId[contact.DecisionId!].BorrowerId, contact.BorrowerId));
        foreach (var paid in outcomes.Where(outcome => outcome.Kind == OutcomeKind.Paid))
        {
            var life = lives.First(life => life.BorrowerId == paid.BorrowerId);
            Assert.Contains(life.Facts.OfType<Payment>(), p => p.LoanId == paid.LoanId && p.EffectiveOn == paid.ObservedOn && p.Amount == paid.Amount);
        }
    }

    [Theory]
    [InlineData(Persona.Forgetful, Treatment.Sms, 0.05)]
    [InlineData(Persona.Forgetful, Treatment.Call, 0.02)]
    [InlineData(Persona.Stretched, Treatment.PlanOffer, 0.02)]
    public void What_a_treatment_does_to_borrowers_in_arrears_agrees_with_the_stated_effect(Persona persona, Treatment treatment, double least)
    {
        var parameters = Only(persona, borrowers: 900);
        var lives = Portfolio.Live(parameters);
        var gains = new List<double>();
        foreach (var day in new DateOnly[] { new(2024, 5, 16), new(2024, 6, 18), new(2024, 7, 18) })
        {
            var decisions = Decide(lives, day, _ => treatment).Where(decision => IsInArrears(lives, decision)).ToArray();
            var lender = new SimulatedLender(parameters, decisions);
            foreach (var decision in decisions)
            {
                var (treated, untreated) = lender.PaidAfter(Array.FindIndex(lives, life => life.BorrowerId == decision.BorrowerId), decision);
                var arrears = Arrears(lives, decision);
                gains.Add(treatment == Treatment.PlanOffer
                    ? Convert.ToInt32(treated.IsCurrent) - Convert.ToInt32(untreated.IsCurrent)
                    : Convert.ToInt32(treated.Paid >= arrears) - Convert.ToInt32(untreated.Paid >= arrears));
            }
        }

        Assert.True(gains.Count >= 25, $"only {gains.Count} in arrears");
        Assert.True(gains.Average() > least, $"{gains.Average()} over {gains.Count}");
        Assert.True(lives.Average(life => new TreatmentResponse(parameters.Responses).Effect(life.Truth, treatment)) > 0);
    }

    [Fact]
    public void The_chance_of_paying_by_replay_is_repeatable_and_rises_with_a_reminder()
    {
        var parameters = Only(Persona.Forgetful, borrowers: 150);
        var lives = Portfolio.Live(parameters);
        var lender = new SimulatedLender(parameters);
        var day = new DateOnly(2024, 6, 18);
        var late = Decide(lives, day, _ => Treatment.Sms).Where(decision => IsInArrears(lives, decision)).Take(6).ToArray();
        Assert.Equal(6, late.Length);
        var gain = late.Average(decision =>
        {
            var index = Array.FindIndex(lives, life => life.BorrowerId == decision.BorrowerId);
            var reminded = lender.PayProbability(index, decision.LoanId, day, Treatment.Sms, replays: 30);
            Assert.Equal(reminded, lender.PayProbability(index, decision.LoanId, day, Treatment.Sms, replays: 30));
            return reminded.Probability - lender.PayProbability(index, decision.LoanId, day, Treatment.None, replays: 30).Probability;
        });
        Assert.True(gain > 0.02, $"{gain}");
    }

    [Fact]
    public void A_decision_file_is_read_and_its_faults_are_named_together()
    {
        var path = Path.GetTempFileName();
        const string Header = "borrower_id,loan_id,decided_on,treatment,decision_id\n";
        try
        {
            File.WriteAllText(path, Header + "B0000001,B0000001-L1,2024-05-01,plan_offer,d1\n");
            Assert.Equal([new("B0000001", "B0000001-L1", new(2024, 5, 1), Treatment.PlanOffer, "d1")], DecisionFile.Read(path));
            File.WriteAllText(path, Header + "B1,L1,2024-05-01,sms,d1\nB1,L1,01.05.2024,sms,d2\nB1,L1,2024-05-01,fax,d3\nB1,L1,2024-05-01,sms,d1\nB1\n");
            var message = Assert.Throws<FormatException>(() => DecisionFile.Read(path)).Message;
            Assert.Contains("line 3: decided_on is '01.05.2024'", message, StringComparison.Ordinal);
            Assert.Contains("line 4: treatment is 'fax'; expected one of none, sms, email, call, plan_offer", message, StringComparison.Ordinal);
            Assert.Contains("line 5: decision_id 'd1'", message, StringComparison.Ordinal);
            Assert.Contains("line 6: 1 values", message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("B0000004")]
    [InlineData("B0000000")]
    [InlineData("C0000001")]
    [InlineData("B1")]
    public void A_decision_about_another_lenders_borrower_is_refused(string borrowerId)
    {
        var decision = new SimulatedDecision(borrowerId, "L", Day, Treatment.Sms, "d1");
        var message = Assert.Throws<ArgumentException>(() => new SimulatedLender(Portfolio.Lender(borrowers: 3), [decision])).Message;
        Assert.Contains($"'{borrowerId}'; this lender has B0000001 to B0000003", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decision_about_a_loan_that_is_not_there_is_named()
    {
        var decision = new SimulatedDecision("B0000001", "B0000001-L9", Day, Treatment.Sms, "d7");
        var lender = new SimulatedLender(Portfolio.Lender(borrowers: 1), [decision]);
        Assert.Contains("'B0000001-L9'", Assert.Throws<ArgumentException>(() => lender.PaidAfter(0, decision)).Message, StringComparison.Ordinal);
    }

    private static SimulationParameters Only(Persona persona, int borrowers)
    {
        var lender = Portfolio.Lender(borrowers, months: 8, seed: 21);
        return lender with
        {
            Personas = lender.Personas.Map((other, traits) => traits with { Share = other == persona ? 1 : 0 }),
            Feed = lender.Feed with { NoBankDataShare = 1 },
        };
    }

    private static SimulatedDecision[] Decide(IReadOnlyList<SimulatedLife> lives, DateOnly day, Func<int, Treatment> treatment) =>
        [.. lives.SelectMany(life => life.Facts.OfType<Loan>())
            .Where(loan => loan.OriginatedOn <= day)
            .Select((loan, n) => new SimulatedDecision(loan.BorrowerId, loan.LoanId, day, treatment(n), $"D{n:00000}"))];

    private static bool IsInArrears(SimulatedLife[] lives, SimulatedDecision decision) => Arrears(lives, decision) > 0;

    /// <summary>What was known to be past due at the end of the decision's day, of loans less than 60 days past due.</summary>
    private static long Arrears(SimulatedLife[] lives, SimulatedDecision decision)
    {
        var life = lives.First(life => life.BorrowerId == decision.BorrowerId);
        var loan = new BorrowerFile(life.BorrowerId, life.Facts).AsOf(decision.DecidedOn).Loan(decision.LoanId);
        return loan is { DaysPastDue: < 60 } ? loan.Ledger.Arrears(decision.DecidedOn).MinorUnits : 0;
    }
}

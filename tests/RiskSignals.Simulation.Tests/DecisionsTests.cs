using System.Globalization;
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
        Assert.True(lives.Average(life => new TreatmentResponse(parameters.Responses).Effect(life.Truth, new(treatment))) > 0);
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
            const string Forms = "borrower_id,loan_id,decided_on,treatment,decision_id,tone,hour\n";
            File.WriteAllText(path, Forms + "B1,L1,2024-05-01,sms,d1,firm,20\nB1,L1,2024-05-01,sms,d2,,\n");
            Assert.Equal(
                [new("B1", "L1", new(2024, 5, 1), Treatment.Sms, "d1", Tone.Firm, 20), new("B1", "L1", new(2024, 5, 1), Treatment.Sms, "d2")],
                DecisionFile.Read(path));
            File.WriteAllText(path, Forms + "B1,L1,2024-05-01,sms,d1,angry,20\nB1,L1,2024-05-01,sms,d2,,24\n");
            var forms = Assert.Throws<FormatException>(() => DecisionFile.Read(path)).Message;
            Assert.Contains("line 2: tone is 'angry'; expected one of supportive, neutral, firm, or nothing", forms, StringComparison.Ordinal);
            Assert.Contains("line 3: hour is '24'; expected a whole number from 0 to 23", forms, StringComparison.Ordinal);
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

    [Theory]
    [InlineData("2023-12-31", "2024-01-01")]
    [InlineData("2024-07-01", "2024-06-30")]
    [InlineData("9000-12-31", "2024-01-01")]
    [InlineData("9999-12-31", "2024-06-30")]
    public void A_decision_of_a_day_outside_the_lenders_is_refused(string day, string accepted)
    {
        var lender = Portfolio.Lender(borrowers: 3, months: 6);
        var decision = new SimulatedDecision("B0000001", "B0000001-L1", DateOnly.Parse(day, CultureInfo.InvariantCulture), Treatment.Sms, "d1");
        var message = Assert.Throws<ArgumentException>(() => new SimulatedLender(lender, [decision])).Message;
        Assert.Contains($"Decision 'd1' is of {day}; this lender's days are 2024-01-01 to 2024-06-30", message, StringComparison.Ordinal);
        _ = new SimulatedLender(lender, [decision with { DecidedOn = DateOnly.Parse(accepted, CultureInfo.InvariantCulture) }]);
    }

    [Fact]
    public void Answers_to_decisions_come_as_often_as_the_truth_says()
    {
        var parameters = Portfolio.Lender(borrowers: 400, months: 8, seed: 21) with { Feed = ShippedLenders.Default.Feed with { NoBankDataShare = 1 } };
        var plain = Portfolio.Live(parameters);
        DateOnly[] days = [new(2024, 4, 16), new(2024, 5, 21), new(2024, 6, 18), new(2024, 7, 16)];
        var decisions = days.SelectMany(day => Decide(plain, day, loan => (Treatment)(1 + ((loan + day.Month) % 4))))
            .Select((decision, n) => decision with { DecisionId = $"D{n:00000}", Tone = (Tone)(n % 3), Hour = n % 2 == 0 ? 10 : 19 })
            .ToArray();
        var lives = Portfolio.Live(parameters, decisions);
        var truth = lives.SelectMany(life => life.Responses).ToArray();
        var outcomes = lives.SelectMany(life => life.Facts).OfType<Outcome>().ToArray();
        Assert.True(truth.Length > 1000, $"{truth.Length} decisions reached an open loan");
        Assert.Equal(truth.Length, truth.Select(each => each.DecisionId).Distinct().Count());
        Agrees(OutcomeKind.Exposed, truth.Select(each => each.Chances.Reached));
        Agrees(OutcomeKind.PlanAccepted, truth.Select(each => each.Chances.AcceptsPlan));
        Agrees(OutcomeKind.Complained, truth.Select(each => each.Chances.Complains));
        Agrees(OutcomeKind.OptedOut, truth.Select(each => each.Chances.OptsOut));
        var byId = decisions.ToDictionary(decision => decision.DecisionId);
        Assert.All(truth, each => Assert.Equal(byId[each.DecisionId].Tone, each.Form.Tone));

        void Agrees(OutcomeKind kind, IEnumerable<double> chances)
        {
            var seen = outcomes.Count(outcome => outcome.Kind == kind);
            var (mean, variance) = (chances.Sum(), chances.Sum(chance => chance * (1 - chance)));
            Assert.True(Math.Abs(seen - mean) <= (3.5 * Math.Sqrt(variance)) + 0.5, $"{kind}: {seen} seen, {mean:0.0} expected");
        }
    }

    [Fact]
    public void A_decision_about_a_loan_that_is_not_there_is_named()
    {
        var decision = new SimulatedDecision("B0000001", "B0000001-L9", Day, Treatment.Sms, "d7");
        var lender = new SimulatedLender(Portfolio.Lender(borrowers: 1), [decision]);
        Assert.Contains("'B0000001-L9'", Assert.Throws<ArgumentException>(() => lender.PaidAfter(0, decision)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_paid_after_a_decision_the_lender_was_not_given_is_refused()
    {
        var decision = new SimulatedDecision("B0000001", "B0000001-L1", Day, Treatment.Sms, "d8");
        var lender = new SimulatedLender(Portfolio.Lender(borrowers: 1), [decision with { Treatment = Treatment.Call }]);
        Assert.Contains("'d8' isn't among those", Assert.Throws<ArgumentException>(() => lender.PaidAfter(0, decision)).Message, StringComparison.Ordinal);
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

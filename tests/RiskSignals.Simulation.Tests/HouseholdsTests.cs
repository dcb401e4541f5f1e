using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

public sealed class HouseholdsTests
{
    private static readonly SimulationParameters Together = Portfolio.Lender(borrowers: 60, months: 10, seed: 9) with
    {
        Households = ShippedLenders.Default.Households with { Share = 1, JointLoanShare = 0.6 },
    };

    private static readonly Lazy<SimulatedLife[]> Lived = new(() => Portfolio.Live(Together));

    [Fact]
    public void Every_other_borrower_is_the_partner_of_the_one_before_and_both_say_so()
    {
        var lives = Lived.Value;
        for (var i = 0; i < lives.Length; i += 2)
        {
            Assert.Equal(lives[i + 1].BorrowerId, lives[i].PartnerId);
            Assert.Equal(lives[i].BorrowerId, lives[i + 1].PartnerId);
            var households = new[] { lives[i], lives[i + 1] }.SelectMany(life => life.Facts.OfType<Borrower>()).Select(borrower => borrower.HouseholdId);
            Assert.Single(households.Distinct(), id => id is not null);
        }

        Assert.DoesNotContain(Portfolio.Live(Together with { Households = Together.Households with { Share = 0 } }), life => life.PartnerId is not null);
    }

    [Fact]
    public void A_joint_loan_names_the_other_and_is_paid_by_both()
    {
        var joint = 0;
        var paidByOther = 0;
        foreach (var life in Lived.Value)
        {
            foreach (var party in life.Facts.OfType<LoanParty>())
            {
                joint++;
                Assert.Equal((life.PartnerId, LoanRole.Joint), (party.PartyId, party.Role));
                Assert.Contains(life.Facts.OfType<Loan>(), loan => loan.LoanId == party.LoanId && loan.KnownOn == party.KnownOn);
                var other = Lived.Value.First(each => each.BorrowerId == life.PartnerId);
                var ownLoans = other.Facts.OfType<Payment>().Select(payment => (payment.EffectiveOn, payment.Amount)).ToHashSet();
                var debits = other.Facts.OfType<BankTransaction>().Where(t => t.Amount.MinorUnits < 0).Select(t => (t.BookedOn, -t.Amount)).ToHashSet();
                paidByOther += life.Facts.OfType<Payment>().Count(payment =>
                    payment.LoanId == party.LoanId && payment.Method is PaymentMethod.Card or PaymentMethod.Transfer
                    && debits.Contains((payment.EffectiveOn, payment.Amount)) && !ownLoans.Contains((payment.EffectiveOn, payment.Amount)));
            }
        }

        Assert.True(joint > 15 && paidByOther > 5, $"{joint} joint loans, {paidByOther} payments by the other");
    }

    [Fact]
    public void Half_a_household_at_the_end_is_what_it_is_when_both_are_written()
    {
        var lender = new SimulatedLender(Together with { Borrowers = 5 });
        Assert.Equal(Lived.Value[4].Facts, lender.Live(4).Facts);
    }

    [Fact]
    public void A_treatment_of_one_moves_the_other_as_the_truth_says_and_without_spill_over_nobody()
    {
        var day = new DateOnly(2024, 7, 17);
        var decisions = Lived.Value.Where((_, i) => i % 2 == 0)
            .SelectMany(life => life.Facts.OfType<Loan>().Where(loan => loan.OriginatedOn <= day).Take(1))
            .Select((loan, n) => new SimulatedDecision(loan.BorrowerId, loan.LoanId, day, Treatment.Sms, $"D{n}")).ToArray();
        Assert.True(Changed(Together) > 3, $"{Changed(Together)} of {decisions.Length} others live on otherwise");
        var apart = Together with { Households = Together.Households with { JointLoanShare = 0, SpillOver = 0, Fatigue = 0 } };
        Assert.Equal(0, Changed(apart));
        var truth = Portfolio.Live(Together, decisions).SelectMany(life => life.Responses).ToArray();
        Assert.True(truth.Count(response => response.SpillOver > 0) > 10);
        Assert.All(Portfolio.Live(apart, decisions).SelectMany(life => life.Responses), response => Assert.Equal(0, response.SpillOver, 12));

        int Changed(SimulationParameters parameters) => Portfolio.Live(parameters).Zip(Portfolio.Live(parameters, decisions))
            .Where((_, i) => i % 2 == 1)
            .Count(pair => !pair.First.Facts.SequenceEqual(pair.Second.Facts));
    }

    [Fact]
    public void Days_lived_one_by_one_with_decisions_taken_on_the_way_tell_of_households_what_a_life_at_once_tells()
    {
        var day = new DateOnly(2024, 7, 17);
        var run = new SimulationRun(Together);
        var facts = run.StepTo(day).ToList();
        var decisions = facts.OfType<Loan>().DistinctBy(loan => loan.BorrowerId)
            .Select((loan, n) => new SimulatedDecision(loan.BorrowerId, loan.LoanId, day, (Treatment)(1 + (n % 4)), $"D{n}")).ToArray();
        run.Decide(decisions);
        facts.AddRange(run.StepTo(day.AddDays(1)));
        facts.AddRange(run.StepTo(Together.EndOnExcl.AddDays(-1)));
        Assert.Equal(Portfolio.Live(Together, decisions).SelectMany(life => life.Facts).ToHashSet(), facts.ToHashSet());
    }

    [Fact]
    public void What_the_other_feels_is_what_the_truth_says_of_the_spill_over()
    {
        var day = new DateOnly(2024, 7, 17);
        var parameters = Together with { Households = Together.Households with { Fatigue = 1 } };
        var reached = 0;
        for (var index = 0; index < 60; index += 2)
        {
            var loans = new List<SimulatedLoan>();
            var decisions = new List<SimulatedDecision>();
            var (one, _) = Make(index, decisions);
            var (other, traits) = Make(index + 1, []);
            (one.Other, other.Other) = (other, one);
            one.CarryOut(loans, day);
            var told = Assert.Single(one.TrueResponses);
            var (untreated, treated) = (1.0, 1.0);
            for (var n = 1; n <= 30; n++)
            {
                untreated *= 1 - traits.Readiness;
                treated *= 1 - TreatmentResponse.AttendProbability(traits.Readiness, other.AttentionOn(day.AddDays(n)));
            }

            if (other.AttentionOn(day.AddDays(1)) != 0)
            {
                reached++;
                Assert.Equal(told.SpillOver, told.Chances.Reached * traits.Capacity * (untreated - treated), 12);
            }

            (Contacting Contacting, BorrowerTraits Traits) Make(int index, List<SimulatedDecision> decisions)
            {
                var draws = new Draws(parameters.Seed, index);
                var traits = new BorrowerTraits(parameters, draws);
                var log = new FactLog(SimulatedLender.BorrowerId(index), parameters.EndOnExcl, traits.Planted);
                if (loans.Count == 0)
                {
                    var stream = draws.Fixed(Purpose.Origination);
                    var terms = LoanTerms.Draw(parameters.Loans, ProductKind.Instalment, traits, day.AddDays(-40), ref stream);
                    loans.Add(new(parameters, traits, draws, log, 1, terms));
                    decisions.Add(new(log.BorrowerId, loans[0].LoanId, day.AddDays(-1), Treatment.Sms, "D"));
                }

                return (new(parameters, traits, draws, log, new(draws, log), decisions), traits);
            }
        }

        Assert.True(reached > 10, $"{reached} were reached");
    }

    [Fact]
    public void A_contact_with_one_tires_the_other()
    {
        var day = new DateOnly(2024, 7, 17);
        var parameters = Together with { Households = Together.Households with { Fatigue = 1 } };
        var lives = Portfolio.Live(parameters);
        var pairs = lives.Chunk(2).Where(pair => pair.All(life => life.Facts.OfType<Loan>().Any(loan => loan.OriginatedOn <= day))).ToArray();
        var first = pairs.Select((pair, n) => Decision(pair[0], $"A{n}", day)).ToArray();
        var second = pairs.Select((pair, n) => Decision(pair[1], $"B{n}", day.AddDays(5))).ToArray();
        var alone = Recent(Portfolio.Live(parameters, second));
        var after = Recent(Portfolio.Live(parameters, [.. first, .. second]));
        var rose = alone.Count(pair => after.TryGetValue(pair.Key, out var recent) && recent > pair.Value);
        Assert.True(rose > alone.Count / 3, $"{rose} of {alone.Count}");

        static Dictionary<string, int> Recent(IEnumerable<SimulatedLife> lives) => lives.SelectMany(life => life.Responses)
            .Where(response => response.DecisionId[0] == 'B').ToDictionary(response => response.DecisionId, response => response.RecentContacts);

        static SimulatedDecision Decision(SimulatedLife life, string id, DateOnly day) =>
            new(life.BorrowerId, life.Facts.OfType<Loan>().First(loan => loan.OriginatedOn <= day).LoanId, day, Treatment.Sms, id);
    }
}

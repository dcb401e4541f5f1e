using System.Globalization;
using RiskSignals.Treatments;
using static RiskSignals.Tests.Treatments.Situations;

namespace RiskSignals.Tests.Treatments;

public sealed class DecisionTextTests
{
    [Fact]
    public void Replaying_an_input_gives_the_same_bytes()
    {
        var first = new Random(23);
        var second = new Random(23);
        var policy = PolicyText.Parse(PolicyText.Write(Shipped));
        for (var i = 0; i < 300; i++)
        {
            var text = DecisionText.Write(NextBestAction.Decide(Shipped, Input(Draw(first, i))));
            Assert.Equal(text, DecisionText.Write(NextBestAction.Decide(policy, Input(Draw(second, i)))));
            Assert.Equal(text, DecisionText.Write(DecisionText.Parse(text)));
        }
    }

    [Fact]
    public void No_culture_changes_a_byte()
    {
        var before = CultureInfo.CurrentCulture;
        var text = DecisionText.Write(NextBestAction.Decide(Shipped, Input(PastDue(12))));
        try
        {
            var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NumberDecimalSeparator = ",";
            odd.NumberFormat.NegativeSign = "~";
            odd.DateTimeFormat.DateSeparator = ".";
            CultureInfo.CurrentCulture = odd;
            Assert.Equal(text, DecisionText.Write(NextBestAction.Decide(Shipped, Input(PastDue(12)))));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_decision_reads_as_json_in_the_order_of_its_members() => Assert.StartsWith(
        """{"decision_id":"DECISION_ID","run_id":"run-1","borrower_id":"b1","loan_id":"l1","as_of":"2025-03-31","slot":"day","policy_id":"ladder",""",
        DecisionText.Write(NextBestAction.Decide(Shipped, Input(PastDue(12)))).Replace(
            NextBestAction.Decide(Shipped, Input(PastDue(12))).DecisionId, "DECISION_ID", StringComparison.Ordinal),
        StringComparison.Ordinal);

    [Fact]
    public void The_id_follows_from_borrower_loan_day_slot_policy_and_run()
    {
        var input = Input(PastDue(12));
        string Id(DecisionInput each, Policy? policy = null) => NextBestAction.Decide(policy ?? Shipped, each).DecisionId;
        DecisionInput[] others =
        [
            input with { Facts = input.Facts with { BorrowerId = "b2" } },
            input with { Facts = input.Facts with { LoanId = "l2" } },
            input with { Facts = input.Facts with { On = Day.AddDays(1) } },
            input with { Slot = "evening" },
            input with { RunId = "run-2" },
        ];
        string[] ids = [Id(input), .. others.Select(other => Id(other)), Id(input, Shipped with { Version = 2 })];
        Assert.Equal(7, ids.Distinct().Count());
        Assert.Equal(Id(input), Id(input with { AmountMinorUnits = 1 }));
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
    }

    [Fact]
    public void The_policy_hash_changes_with_everything_the_policy_says()
    {
        Policy[] policies =
        [
            Shipped, Shipped with { Version = 2 }, Shipped with { ExplorationBuckets = 600 },
            Shipped with { HoldOutBuckets = 200 }, Shipped with { HoldOutSalt = Shipped.Salt },
            Shipped with { Responses = [.. Shipped.Responses.Skip(1)] },
            Shipped with { Treatments = [.. Shipped.Treatments.Select(treatment =>
                treatment with { CostMinorUnits = treatment.CostMinorUnits * 2 })] },
            Shipped with { Packs = [.. Shipped.Packs.Select(pack => pack with { Version = 2 })] },
        ];
        Assert.Equal(policies.Length, policies.Select(policy => policy.Hash).Distinct().Count());
        Assert.Equal(Shipped.Hash, PolicyText.Parse(PolicyText.Write(Shipped)).Hash);
    }

    [Fact]
    public void A_text_that_is_no_policy_is_refused()
    {
        Assert.Throws<FormatException>(() => { PolicyText.Parse("{}"); });
        Assert.Throws<FormatException>(() => PolicyText.Parse("null"));
        Assert.Throws<FormatException>(() => DecisionText.Parse(PolicyText.Write(Shipped)));
    }

    [Fact]
    public void A_policy_with_faults_is_refused_with_all_of_them()
    {
        var faulty = Shipped with
        {
            Salt = "salt", ExplorationBuckets = 100, Packs = [], Treatments = [.. Shipped.Treatments.Skip(2)],
        };
        Assert.Empty(Shipped.Faults());
        Assert.Equal(5, faulty.Faults().Count);
        Assert.Contains("SMS_DAY_2", Assert.Throws<FormatException>(() => PolicyText.Parse(PolicyText.Write(faulty))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_without_a_hold_out_of_its_own_is_refused()
    {
        Assert.Contains("hold-out", Assert.Single((Shipped with { HoldOutBuckets = 0 }).Faults()), StringComparison.Ordinal);
        Assert.Contains("hold-out", Assert.Single((Shipped with { HoldOutSalt = Shipped.Salt }).Faults()), StringComparison.Ordinal);
        var held = Enumerable.Range(1, 20_000).Count(number => Shipped.HoldsOut($"b{number}"));
        Assert.InRange(held, 150, 250);
    }

    [Fact]
    public void A_step_needs_a_channel_by_which_it_is_seen_to_be_taken()
    {
        var silent = Shipped with { Treatments = [.. Shipped.Treatments.Select(each => each with { Channel = null })] };
        Assert.Equal(3, silent.Faults().Count);
    }
}

using System.Security.Cryptography;
using System.Text;
using MathNet.Numerics;
using RiskSignals.Borrowers;
using RiskSignals.Signals;
using RiskSignals.Trials;

namespace RiskSignals.Tests.Trials;

public sealed class AssignmentTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(0, 25_000).Select(i => $"borrower-{i}")];

    [Fact]
    public void The_hash_and_buckets_of_the_worked_example_hold()
    {
        Assert.Equal(0x5be7d679c272fa85UL, Draw.Hash("salt-A", "acct-1"));
        Assert.Equal(3590, Assignment.BucketOf("salt-A", "acct-1"));
        Assert.Equal(359, Draw.Bucket("salt-A", "acct-1", buckets: 1_000));
    }

    [Fact]
    public void Ids_beyond_ascii_are_hashed_as_utf8() => Assert.Equal(7319, Assignment.BucketOf("salt-A", "Jiří-ž7"));

    /// <summary>The digest was computed by a separate implementation in another language.</summary>
    [Fact]
    public void The_arms_of_25000_ids_in_four_trials_never_change()
    {
        var plan = Plans.Reminder;
        TrialPlan[] plans =
        [
            plan,
            plan with { SplitSalt = Salt(2), Arms = Arms(1, 1, 1), CoverageBuckets = 2_500 },
            plan with
            {
                LayerSalt = "00000000000000000000000000000002", LayerFrom = 100, LayerToExcl = 600, SplitSalt = Salt(3), Arms = Arms(9, 1),
            },
            plan with
            {
                LayerSalt = "00000000000000000000000000000002", LayerFrom = 600, SplitSalt = Salt(4), Arms = Arms(2, 3, 5),
                CoverageBuckets = 77,
            },
        ];
        var arms = new StringBuilder();
        foreach (var each in plans)
        {
            var trial = Trial.Start(each with { ControlArmId = each.Arms[0].Id }, Plans.Start);
            foreach (var id in Ids)
            {
                var arm = trial.Assign(id)?.Arm;
                arms.Append(arm is null ? "-" : trial.Plan.Arms.ToList().IndexOf(arm));
            }
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(arms.ToString())));
        Assert.Equal("c22a735f0051861825fdbf81ca38d7e3cefb817a9c00c4621c0651c45773fc99", digest);
    }

    [Fact]
    public void Buckets_of_sequential_ids_are_uniform()
    {
        var counts = new int[Assignment.Buckets];
        const int Units = 200_000;
        for (var i = 0; i < Units; i++)
        {
            counts[Assignment.BucketOf(Salt(1), $"borrower-{i}")]++;
        }

        const double Expected = (double)Units / Assignment.Buckets;
        var chiSquare = counts.Sum(count => (count - Expected) * (count - Expected) / Expected);
        var p = SpecialFunctions.GammaUpperRegularized((Assignment.Buckets - 1) / 2.0, chiSquare / 2);
        Assert.True(p is > 1e-4 and < 1 - 1e-4, $"p = {p}");
    }

    [Fact]
    public void Two_salts_split_independently()
    {
        var counts = new double[4, 4];
        foreach (var id in Ids)
        {
            counts[Draw.Bucket(Salt(1), id, 4), Draw.Bucket(Salt(2), id, 4)]++;
        }

        var chiSquare = 0.0;
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < 4; j++)
            {
                var row = Enumerable.Range(0, 4).Sum(column => counts[i, column]);
                var column = Enumerable.Range(0, 4).Sum(each => counts[each, j]);
                var expected = row * column / Ids.Length;
                chiSquare += (counts[i, j] - expected) * (counts[i, j] - expected) / expected;
            }
        }

        var p = SpecialFunctions.GammaUpperRegularized(9 / 2.0, chiSquare / 2);
        Assert.True(p > 1e-4, $"p = {p}");
    }

    [Fact]
    public void Raising_coverage_only_adds_units()
    {
        var trial = Trial.Start(Plans.Reminder with { Arms = Arms(1, 2, 4), ControlArmId = "arm0", CoverageBuckets = 0 }, Plans.Start);
        var before = new Dictionary<string, string>();
        foreach (var coverage in new[] { 0, 1, 7, 500, 501, 1_000, 3_333, 9_999, 10_000 })
        {
            trial = trial.Under(trial.Plan with { CoverageBuckets = coverage });
            var now = Ids.Select(trial.Assign).OfType<Assignment>()
                .ToDictionary(assignment => assignment.Unit, assignment => assignment.Arm.Id);
            Assert.All(before, unit => Assert.Equal(unit.Value, now[unit.Key]));
            Assert.True(now.Count >= before.Count);
            before = now;
        }

        Assert.True(before.Count > 0.998 * Ids.Length);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(2_500)]
    [InlineData(123)]
    public void Ranges_are_in_the_ratio_of_the_weights_and_never_overlap(int coverage)
    {
        var plan = Plans.Reminder with { Arms = Arms(1, 2, 4), CoverageBuckets = coverage };
        var ranges = Enumerable.Range(0, 3).Select(i => Assignment.RangeOf(plan, i)).ToArray();
        var unit = ranges[0].ToExcl - ranges[0].From;
        Assert.Equal([unit, 2 * unit, 4 * unit], ranges.Select(range => range.ToExcl - range.From));
        Assert.True(ranges[0].ToExcl <= ranges[1].From && ranges[1].ToExcl <= ranges[2].From && ranges[2].ToExcl <= Assignment.Buckets);
    }

    [Fact]
    public void The_probability_of_an_arm_is_its_share_of_the_assigned_units()
    {
        var trial = Trial.Start(Plans.Reminder with { Arms = Arms(1, 3), ControlArmId = "arm0" }, Plans.Start);
        var assigned = Ids.Select(trial.Assign).OfType<Assignment>().ToArray();
        var share = assigned.Count(assignment => assignment.Arm.Id == "arm1") / (double)assigned.Length;
        Assert.Equal(0.75, assigned.First(assignment => assignment.Arm.Id == "arm1").Probability);
        Assert.InRange(share, 0.74, 0.76);
    }

    [Fact]
    public void Trials_that_own_different_parts_of_a_layer_share_no_unit()
    {
        var left = Trial.Start(Plans.Reminder with { LayerToExcl = 400 }, Plans.Start);
        var right = Trial.Start(Plans.Reminder with { LayerFrom = 400, SplitSalt = Salt(2) }, Plans.Start);
        Assert.DoesNotContain(Ids, id => left.Assign(id) is not null && right.Assign(id) is not null);
    }

    [Fact]
    public void Borrowers_of_one_household_get_one_arm()
    {
        var trial = Trial.Start(Plans.Reminder with { Unit = AssignmentUnit.Household }, Plans.Start);
        var known = Instant.At(Plans.Start);
        var units = Enumerable.Range(0, 50).Select(i => trial.UnitOf(new Borrower($"b{i}", "UK", "Europe/London", "household-1", known)));
        Assert.Single(units.Select(unit => trial.Assign(unit)!.Arm.Id).Distinct());
        Assert.Equal("b1", trial.UnitOf(new Borrower("b1", "UK", "Europe/London", null, known)));
    }

    [Fact]
    public void A_decision_is_told_the_units_arm_and_all_it_could_have_got()
    {
        var trial = Trial.Start(Plans.Reminder with { Arms = Arms(1, 3), ControlArmId = "arm0", CoverageBuckets = 5_000 }, Plans.Start);
        Assert.All(Ids.Take(200), id => Assert.Equal(trial.Assign(id)?.Arm.Id, trial.PlaceOf(id)?.ArmId));
        var arms = Ids.Select(trial.PlaceOf).First(place => place is not null)!.Arms;
        Assert.Equal([("arm0", "T0", 0.25), ("arm1", "T1", 0.75)], arms.Select(arm => (arm.ArmId, arm.TreatmentId, arm.Probability)));
    }

    [Fact]
    public void A_hold_out_holds_its_share_and_is_never_empty()
    {
        var holdOut = new HoldOut(Salt(9), buckets: 200);
        Assert.InRange(Ids.Count(holdOut.Holds), 430, 570);
        Assert.Throws<ArgumentOutOfRangeException>(() => new HoldOut(Salt(9), buckets: 0));
        Assert.Throws<ArgumentException>(() => new HoldOut("hold-out", buckets: 200));
    }

    private static string Salt(int number) => $"a00000000000000000000000000000{number:00}";

    private static Arm[] Arms(params int[] weights) => [.. weights.Select((weight, i) => new Arm($"arm{i}", $"T{i}", weight))];
}

using RiskSignals.Borrowers;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class ModelLedgerTests
{
    private const string Target = "MISS30@1";

    private readonly List<LedgerEntry> lines = [];

    private ModelLedger Ledger => ModelLedger.Read([.. lines]);

    [Fact]
    public void The_first_champion_needs_two_persons_and_no_comparison()
    {
        Register("1");
        var proposal = Propose("1", margin: null);
        Assert.Null(Champion);
        Assert.Equal([proposal], Ledger.Open.Select(one => one.Number));
        Approve(proposal);
        Assert.Equal("1", Champion);
        Assert.Empty(Ledger.Open);
    }

    [Theory]
    [InlineData("anna", "anna made the proposal (line 2) and can't approve it")]
    [InlineData(" ANNA ", "made the proposal")]
    [InlineData("trainer", "trainer registered the bundle (line 1)")]
    [InlineData("schedule", "a person is needed")]
    [InlineData("", "no name or reason")]
    [InlineData("a\nb", "no name or reason")]
    public void Who_proposed_or_registered_it_can_not_approve(string by, string refusal)
    {
        Register("1");
        var proposal = Propose("1", margin: null);
        Refused(refusal, ledger => ledger.Approve(proposal, by, "ok"));
        Assert.Null(Champion);
    }

    [Fact]
    public void A_champion_is_followed_only_by_one_that_was_shown_to_beat_it_by_the_margin_stated_before()
    {
        Crown("1");
        Register("2");
        Refused("state the margin to beat it by", ledger => ledger.Propose(Target, "2", margin: null, "anna", "better", ""));
        Refused("0 or more", ledger => ledger.Propose(Target, "2", margin: -0.1, "anna", "better", ""));
        var first = Propose("2", margin: 0.01);
        Refused("not been shown to beat champion 1", ledger => ledger.Approve(first, "boris", "ok"));
        Add(ledger => ledger.Compare(first, passed: false, "{}"));
        Refused("not been shown", ledger => ledger.Approve(first, "boris", "ok"));
        Refused("propose again to compare again", ledger => ledger.Compare(first, passed: true, "{}"));
        var second = Propose("2", margin: 0);
        Add(ledger => ledger.Compare(second, passed: true, "{}"));
        Approve(second);
        Assert.Equal("2", Champion);
    }

    [Fact]
    public void A_proposal_against_a_champion_that_is_gone_can_not_be_approved()
    {
        Crown("1");
        Register("2");
        Register("3");
        var stale = Propose("3", margin: 0);
        Add(ledger => ledger.Compare(stale, passed: true, "{}"));
        Crown("2");
        Refused($"Line {stale} of the ledger is no open proposal", ledger => ledger.Approve(stale, "boris", "ok"));
    }

    [Fact]
    public void A_rollback_restores_the_champion_before_and_a_second_one_goes_further_back()
    {
        Crown("1");
        Refused("nothing can be rolled back to", ledger => ledger.ProposeRollback(Target, "anna", "oops"));
        Crown("2");
        Crown("3");
        Rollback();
        Assert.Equal("2", Champion);
        Crown("4");
        Rollback();
        Assert.Equal("2", Champion);
        Rollback();
        Assert.Equal("1", Champion);
        Refused("nothing can be rolled back to", ledger => ledger.ProposeRollback(Target, "anna", "oops"));

        void Rollback()
        {
            var proposal = Add(ledger => ledger.ProposeRollback(Target, "anna", "complaints rise"));
            Refused("another person must", ledger => ledger.Approve(proposal, "anna", "ok"));
            Approve(proposal);
        }
    }

    [Fact]
    public void A_challenger_and_a_shadow_decide_nothing_and_leave_their_role_on_promotion_or_retirement()
    {
        Crown("1");
        Register("2");
        Register("3");
        Add(ledger => ledger.Assign(Target, "2", BundleRole.Challenger, "anna", "try"));
        Add(ledger => ledger.Assign(Target, "3", BundleRole.Shadow, "anna", "watch"));
        Assert.Equal("1", Champion);
        Assert.Equal(["1", "2", "3"], Ledger.Holders.Select(one => one.Done.Version));
        Refused("is challenger already", ledger => ledger.Assign(Target, "2", BundleRole.Shadow, "anna", "both"));
        Refused("proposed and approved", ledger => ledger.Assign(Target, "3", BundleRole.Champion, "anna", "alone"));
        Crown("2", registers: false);
        Assert.Null(Ledger.Holder(Target, BundleRole.Challenger));
        Add(ledger => ledger.Retire(Target, BundleRole.Shadow, "anna", "seen enough"));
        Assert.Equal(["2"], Ledger.Holders.Select(one => one.Done.Version));
        Refused("not retired", ledger => ledger.Retire(Target, BundleRole.Champion, "anna", "tired"));
    }

    [Fact]
    public void A_version_is_registered_once_and_never_reused()
    {
        var bundle = SmallBundle.Make();
        Add(ledger => ledger.Register(bundle, "trainer", "new", ""));
        Assert.Null(Ledger.Register(bundle, "anna", "again", ""));
        var other = SmallBundle.Make(bands: [new("low", 0.3), new("high", 1)]);
        Refused("give it another version", ledger => ledger.Register(other, "anna", "new", ""));
        Refused("not registered", ledger => ledger.Propose(Target, "9", null, "anna", "new", ""));
    }

    [Fact]
    public void Every_line_altered_taken_out_doubled_or_moved_is_detected_by_its_number()
    {
        Crown("1");
        Crown("2");
        var whole = lines.ToArray();
        for (var i = 0; i < whole.Length; i++)
        {
            var (line, done) = (whole[i], whole[i].Done);
            foreach (var altered in (LedgerEntry[])
            [
                line with { Number = line.Number + 1 }, line with { At = new(line.At.UnixSeconds + 1) }, line with { PreviousHash = line.Hash },
                line with { Hash = new string('0', 64) }, line with { Done = done with { Act = LedgerAct.Retired } },
                line with { Done = done with { Target = "PAY30@1" } }, line with { Done = done with { Version = "9" } },
                line with { Done = done with { BundleHash = "9" } }, line with { Done = done with { Role = BundleRole.Shadow } },
                line with { Done = done with { Proposal = 1_000 } }, line with { Done = done with { By = "mallory" } },
                line with { Done = done with { Why = done.By, By = done.Why } }, line with { Done = done with { Evidence = "{ }" } },
            ])
            {
                Detected([.. whole[..i], altered, .. whole[(i + 1)..]], i + 1);
            }

            // What is cut off the end leaves a whole chain: only a head noted elsewhere tells.
            if (i < whole.Length - 1)
            {
                Detected([.. whole[..i], .. whole[(i + 1)..]], i + 1);
                Detected([.. whole[..i], whole[i + 1], whole[i], .. whole[(i + 2)..]], i + 1);
            }

            Detected([.. whole[..i], whole[i], .. whole[i..]], i + 2);
        }

        static void Detected(LedgerEntry[] lines, int number) => Assert.Contains(
            $"Line {number} of the model ledger", Assert.Throws<FormatException>(() => ModelLedger.Read(lines)).Message, StringComparison.Ordinal);
    }

    private string? Champion => Ledger.Holder(Target, BundleRole.Champion)?.Done.Version;

    private void Register(string version) =>
        Add(_ => new(LedgerAct.Registered, Target, version, $"hash{version}", "trainer", "trained"));

    private long Propose(string version, double? margin) => Add(ledger => ledger.Propose(Target, version, margin, "anna", "better", "{}"));

    private void Approve(long proposal) => Add(ledger => ledger.Approve(proposal, "boris", "agreed"));

    private void Crown(string version, bool registers = true)
    {
        if (registers && Ledger.Registration(Target, version) is null)
        {
            Register(version);
        }

        var proposal = Propose(version, Champion is null ? null : 0.001);
        if (Champion is not null)
        {
            Add(ledger => ledger.Compare(proposal, passed: true, "{}"));
        }

        Approve(proposal);
    }

    private long Add(Func<ModelLedger, LedgerDraft?> next)
    {
        lines.Add(LedgerEntry.Follow(lines.LastOrDefault(), new Instant(1_700_000_000 + lines.Count), next(Ledger)!));
        return lines.Count;
    }

    private void Refused(string because, Func<ModelLedger, LedgerDraft?> next) =>
        Assert.Contains(because, Assert.Throws<InvalidOperationException>(() => next(Ledger)).Message, StringComparison.Ordinal);
}

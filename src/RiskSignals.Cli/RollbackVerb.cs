using System.CommandLine;
using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Cli;

/// <summary>risk approve, risk rollback and risk retire: the second person's word, the way back, and the end of a challenger or shadow.</summary>
internal static class RollbackVerb
{
    public static Command Approve()
    {
        var number = new Argument<long>("PROPOSAL") { Description = "Number of the proposal's line in the ledger; 'risk models' lists the open ones" };
        var (data, postgres, why) = (Arguments.Data(), Arguments.Postgres(), Arguments.Why());
        var by = Arguments.By("Who approves: not who proposed or registered it");
        var command = new Command("approve", "Approve a proposal of another person: from then on the bundle decides") { number, data, postgres, by, why };
        command.SetAction(parsed =>
        {
            using var database = Arguments.Open(parsed, data, postgres);
            return Approve(new(database), parsed.GetValue(number), parsed.GetValue(by)!, parsed.GetValue(why)!);
        });
        return command;
    }

    public static Command Rollback()
    {
        var (target, data, postgres) = (Arguments.TargetName(), Arguments.Data(), Arguments.Postgres());
        var (by, approvedBy, why) = (Arguments.By("Who proposes it"), Arguments.ApprovedBy(), Arguments.Why());
        var command = new Command("rollback", "Return to the champion before, byte for byte; again to the one before that")
        {
            target, data, postgres, by, approvedBy, why,
            LongHelp.Option(
                """

                The bundle comes from the store, so its scores are the same bytes as when it was champion. Nothing is compared; two persons
                are needed all the same. Hosts change over without a restart; a run that has begun ends with the bundles it began with.

                Example:

                  risk rollback miss30 --by ada --approved-by ben --why "complaints rise"

                Ends with 'promoted TARGET VERSION champion sha256 HASH' or 'proposed TARGET VERSION line N'.
                """),
        };
        command.SetAction(parsed =>
        {
            Arguments.RequireTwo(parsed.GetValue(by)!, parsed.GetValue(approvedBy));
            using var database = Arguments.Open(parsed, data, postgres);
            var (store, id) = (new ModelStore(database), Arguments.TargetId(parsed.GetValue(target)!));
            var line = store.Write(ledger => ledger.ProposeRollback(id, parsed.GetValue(by)!, parsed.GetValue(why)!))!;
            if (parsed.GetValue(approvedBy) is { } approver)
            {
                return Approve(store, line.Number, approver, parsed.GetValue(why)!);
            }

            Console.WriteLine($"a second person approves with 'risk approve {line.Number} --by NAME'");
            Console.WriteLine($"proposed {line.Done.Target} {line.Done.Version} line {line.Number}");
            return 0;
        });
        return command;
    }

    public static Command Retire()
    {
        var (target, data, postgres, by, why) =
            (Arguments.TargetName(), Arguments.Data(), Arguments.Postgres(), Arguments.By("Who retires it"), Arguments.Why());
        var challenger = new Option<bool>("--challenger") { Description = "The challenger" };
        var shadow = new Option<bool>("--shadow") { Description = "The shadow" };
        var command = new Command("retire", "Let a challenger or shadow score no longer") { target, challenger, shadow, data, postgres, by, why };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(challenger) == parsed.GetValue(shadow))
            {
                throw new FormatException("Give one of --challenger and --shadow.");
            }

            using var database = Arguments.Open(parsed, data, postgres);
            var role = parsed.GetValue(challenger) ? BundleRole.Challenger : BundleRole.Shadow;
            var line = new ModelStore(database).Write(ledger =>
                ledger.Retire(Arguments.TargetId(parsed.GetValue(target)!), role, parsed.GetValue(by)!, parsed.GetValue(why)!))!;
            Console.WriteLine($"retired {line.Done.Target} {line.Done.Version} {Codes<BundleRole>.Word(role)} line {line.Number}");
            return 0;
        });
        return command;
    }

    private static int Approve(ModelStore store, long proposal, string by, string why)
    {
        var line = store.Write(ledger =>
        {
            var draft = ledger.Approve(proposal, by, why);
            RequireFit(store, draft);
            return draft;
        })!;
        Console.WriteLine($"line {line.Number} of the ledger");
        Console.WriteLine($"promoted {line.Done.Target} {line.Done.Version} champion sha256 {line.Done.BundleHash}");
        return 0;
    }

    /// <summary>Damaged since, or of features that have changed since: the hosts would refuse it.</summary>
    private static void RequireFit(ModelStore store, LedgerDraft draft)
    {
        var bundle = store.Find(draft.BundleHash) ?? throw new FormatException($"The store has lost bundle {draft.BundleHash}; restore it from a backup.");
        if (BundleFaults.Of(bundle) is { Count: > 0 } faults)
        {
            throw new FormatException($"{draft.Target} version {draft.Version} can't serve. {string.Join(' ', faults)}");
        }
    }
}

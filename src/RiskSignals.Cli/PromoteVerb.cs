using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Storage;
using RiskSignals.Training.Cohorts;
using RiskSignals.Training.Validation;

namespace RiskSignals.Cli;

/// <summary>risk promote: gives a version a role; a champion is proposed by one person, compared, and approved by another.</summary>
internal static class PromoteVerb
{
    // Stated with the result, so that anybody can repeat it.
    private const int Seed = 20260601;

    public static Command Command()
    {
        var (target, version) = (Arguments.TargetName(), new Argument<string>("VERSION") { Description = "Version within the target" });
        var (data, postgres, models) = (Arguments.Data(), Arguments.Postgres(), Arguments.Models());
        var roles = new[]
        {
            new Option<bool>("--champion") { Description = "It decides, once a second person has approved" },
            new Option<bool>("--challenger") { Description = "It scores beside the champion, to be compared with it" },
            new Option<bool>("--shadow") { Description = "It scores beside the champion, to be watched" },
        };
        var (by, approvedBy, why) = (Arguments.By("Who proposes it"), Arguments.ApprovedBy(), Arguments.Why());
        var margin = new Option<double?>("--margin")
        {
            Description = "What it must beat the champion by, 0 or more, in units of the measure; recorded before the two are compared",
        };
        var measure = new Option<string>("--measure") { Description = "What they are compared by: auc, brier or log_loss", DefaultValueFactory = _ => "auc" };
        measure.AcceptOnlyFromAmong([.. Codes<ComparedBy>.Words]);
        var command = new Command("promote", "Make a version champion, challenger or shadow of its target")
        {
            target, version, data, postgres, models, by, approvedBy, why, margin, measure,
            LongHelp.Option(
                """

                Champion. Where the target has a champion, the new one must beat it by --margin: the proposal with its margin becomes a line
                of the ledger first, then both score the same loans on days later than what either was trained on, with outcomes that have
                matured, and whole borrowers are resampled. It is better if the whole 98 % interval of the gain lies above the margin. A
                failed proposal stays in the ledger; propose again to try again. Then a person other than the one who proposed it, and other
                than the one who registered it, approves: with --approved-by at once, or later with 'risk approve'. Hosts change over at
                their next safe point, between calls and between runs, without a restart.

                Challenger, shadow. It scores beside the champion from the next run on, decides nothing, and takes no second person.

                A version that isn't registered yet is taken from --models. There are no accounts: names are recorded as stated.

                Examples:

                  risk promote miss30 1 --champion --by ada --approved-by ben --why "first model"
                  risk promote miss30 2 --challenger --by ada --why "spring data"
                  risk promote miss30 2 --champion --margin 0.005 --by ada --why "sees more"
                  risk approve 5 --by ben

                Ends with 'promoted TARGET VERSION champion sha256 HASH', 'proposed TARGET VERSION line N' or 'not promoted TARGET VERSION'.
                Exit code 1: it did not beat the champion.
                """),
        };
        roles.ToList().ForEach(command.Options.Add);
        command.SetAction(parsed =>
        {
            BundleRole[] chosen = [.. Enum.GetValues<BundleRole>().Zip(roles).Where(one => parsed.GetValue(one.Second)).Select(one => one.First)];
            if (chosen.Length != 1)
            {
                throw new FormatException("Give one of --champion, --challenger and --shadow.");
            }

            if (!Codes<ComparedBy>.TryParse(parsed.GetValue(measure)!, out var compareBy))
            {
                throw new FormatException($"--measure is '{parsed.GetValue(measure)}'; expected one of {string.Join(", ", Codes<ComparedBy>.Words)}.");
            }

            using var database = Arguments.Open(parsed, data, postgres);
            var approver = parsed.GetValue(approvedBy);
            Arguments.RequireTwo(parsed.GetValue(by)!, approver);
            var promotion = new Promotion(
                database, Arguments.TargetId(parsed.GetValue(target)!), parsed.GetValue(version)!, parsed.GetValue(by)!, parsed.GetValue(why)!);
            promotion.Register(parsed.GetValue(models)!.FullName);
            return chosen[0] == BundleRole.Champion
                ? promotion.ToChampion(compareBy, parsed.GetValue(margin), approver)
                : promotion.To(chosen[0], approver);
        });
        return command;
    }

    private sealed class Promotion(Database database, string target, string version, string by, string why)
    {
        private readonly ModelStore store = new(database);

        /// <summary>Takes a version that isn't registered from its folder.</summary>
        public void Register(string models)
        {
            var folder = Path.Combine(models, target.Split('@')[0].ToLowerInvariant(), version);
            if (store.Ledger().Registration(target, version) is null && Directory.Exists(folder))
            {
                BundleFolder.Register(folder, store, by, why);
            }
        }

        public int To(BundleRole role, string? agreedBy)
        {
            Fit(store.Ledger().Registration(target, version));
            var evidence = agreedBy is null ? "" : JsonSerializer.Serialize(new { approved_by = agreedBy });
            return Say(role, store.Write(ledger => ledger.Assign(target, version, role, by, why, evidence))!);
        }

        public int ToChampion(ComparedBy measure, double? margin, string? approvedBy)
        {
            Fit(store.Ledger().Registration(target, version));
            var stated = margin is null ? "" : JsonSerializer.Serialize(new { measure = Codes<ComparedBy>.Word(measure), margin });
            var proposed = store.Write(ledger => ledger.Propose(target, version, margin, by, why, stated))!;
            Console.WriteLine($"line {proposed.Number} of the ledger: proposed as champion{(stated.Length == 0 ? "" : " " + stated)}");
            if (margin is not null && !Compare(proposed.Number, measure, margin.Value))
            {
                Console.WriteLine($"not promoted {target} {version}");
                return Screen.Refused;
            }

            if (approvedBy is null)
            {
                Console.WriteLine($"a second person approves with 'risk approve {proposed.Number} --by NAME'");
                Console.WriteLine($"proposed {target} {version} line {proposed.Number}");
                return 0;
            }

            return Say(BundleRole.Champion, store.Write(ledger => ledger.Approve(proposed.Number, approvedBy, why))!);
        }

        /// <summary>Compares the proposed version with the champion and notes what came of it.</summary>
        private bool Compare(long proposal, ComparedBy measure, double margin)
        {
            var ledger = store.Ledger();
            var (champion, challenger) = (Line(ledger.Holder(target, BundleRole.Champion)!), Line(ledger.Registration(target, version)!));
            if (BundleFaults.Of(champion.Bundle) is { Count: > 0 } faults)
            {
                // Nothing can be compared with a model that this program can't run; to keep it would be to serve nothing.
                store.Write(now => now.Compare(proposal, passed: true, JsonSerializer.Serialize(new { champion_unfit = faults })));
                Console.WriteLine($"champion {champion.Bundle.Version} can't serve any more: {faults[0]}");
                return true;
            }

            var cohort = LaterRows(champion.TrainedTo > challenger.TrainedTo ? champion.TrainedTo : challenger.TrainedTo);
            var compared = ChampionComparison.Measured(champion.Bundle, challenger.Bundle, cohort.Table(), measure, margin, Seed);
            var passed = compared.Verdict == ComparisonVerdict.Better;
            store.Write(now => now.Compare(proposal, passed, compared.ToJson()));
            Print(champion.Bundle.Version, compared);
            return passed;
        }

        /// <summary>Matured rows of which neither day nor outcome lies in what was trained on.</summary>
        private Cohort LaterRows(DateOnly trainedTo)
        {
            var facts = new FactStore(database);
            var knownBy = facts.NewestKnownOn() ?? throw new InvalidOperationException("The store is empty; import facts to compare on.");
            var of = Target.All.First(one => one.Id == target);
            var choice = new CohortChoice { FirstDay = of.MaturesOn(trainedTo).AddDays(1) };
            return Screen.WithProgress("gathering later rows", _ => Cohort.Build(facts.Stream(), of, choice, knownBy, TrainVerb.NoDecisions));
        }

        private void Print(string championVersion, ChampionComparison compared)
        {
            var result = compared.Result;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Rows} rows of {result.Borrowers} borrowers, {result.Positives} with outcome 1, as of {compared.FirstDay:yyyy-MM-dd} " +
                $"to {compared.LastDay:yyyy-MM-dd}, later than either was trained on"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Codes<ComparedBy>.Word(compared.Measure)}: champion {championVersion} {result.Champion:0.0000}, " +
                $"version {version} {result.Challenger:0.0000}; gain {result.Gain:0.0000}, " +
                $"{100 * PairedComparison.Coverage:0} % interval {result.Low:0.0000} to {result.High:0.0000}, " +
                $"margin {compared.Margin:0.0000}: {Codes<ComparisonVerdict>.Word(compared.Verdict)}"));
        }

        private (Bundle Bundle, DateOnly TrainedTo) Line(LedgerEntry line)
        {
            var registered = store.Ledger().Registration(line.Done.BundleHash)!;
            return (store.Find(line.Done.BundleHash)!, BundleEvidence.Of(registered).TrainedTo);
        }

        private void Fit(LedgerEntry? registered)
        {
            if (registered is not null && BundleFaults.Of(store.Find(registered.Done.BundleHash)!) is { Count: > 0 } faults)
            {
                throw new FormatException($"{target} version {version} can't serve. {string.Join(' ', faults)}");
            }
        }

        private int Say(BundleRole role, LedgerEntry line)
        {
            Console.WriteLine($"line {line.Number} of the ledger");
            Console.WriteLine($"promoted {target} {version} {Codes<BundleRole>.Word(role)} sha256 {line.Done.BundleHash}");
            return 0;
        }
    }
}

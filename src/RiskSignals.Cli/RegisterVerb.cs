using System.CommandLine;
using RiskSignals.Storage;

namespace RiskSignals.Cli;

/// <summary>risk register: puts a trained bundle and its evidence into the store.</summary>
internal static class RegisterVerb
{
    public static Command Command()
    {
        var folder = new Argument<DirectoryInfo>("BUNDLE_FOLDER") { Description = "Folder that training wrote, as models/miss30/1" };
        var (data, postgres, by, why) = (Arguments.Data(), Arguments.Postgres(), Arguments.By("Who registers it, its trainer"), Arguments.Why());
        var command = new Command("register", "Put a bundle into the store, by hash, and note it in the ledger; it serves nothing yet")
        {
            folder, data, postgres, by, why,
            LongHelp.Option(
                """

                A version is registered once; the same bytes again change nothing, other bytes are refused. What 'risk validate' refuses,
                this does too. The person named here can't approve the bundle as champion.

                Example:

                  risk register models/miss30/2 --by ada --why "spring data"
                """),
        };
        command.SetAction(parsed =>
        {
            using var database = Arguments.Open(parsed, data, postgres);
            var (bundle, line) = BundleFolder.Register(
                parsed.GetValue(folder)!.FullName, new ModelStore(database), parsed.GetValue(by)!, parsed.GetValue(why)!);
            Console.WriteLine(line is null ? "it was registered before" : $"line {line.Number} of the ledger");
            Console.WriteLine($"registered {bundle.Target} {bundle.Version} sha256 {bundle.Hash}");
            return 0;
        });
        return command;
    }
}

using System.CommandLine;
using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Cli;

/// <summary>risk validate: whether the bundle in a folder may serve, and every reason why not.</summary>
internal static class ValidateVerb
{
    public static Command Command()
    {
        var folder = new Argument<DirectoryInfo>("BUNDLE_FOLDER") { Description = "Folder with bundle.json, model.json and metrics.json, as models/miss30/1" };
        var command = new Command("validate", "Check that a bundle is whole, unchanged, within its limits and fit for this program's features")
        {
            folder,
            LongHelp.Option(
                """

                What is checked, in this order:

                  bytes       bundle.json names the hash of model.json and its own; one changed bit is refused
                  limits      depth, nodes, trees, features, bands, knots, reference rows and bytes are bounded
                  features    this program's catalogue holds each feature the bundle uses, in the same definition
                  reasons     each feature that an adverse decision may name has the catalogue's reason text
                  evidence    metrics.json is of this bundle, and says on which days it was trained

                Ends with 'valid TARGET VERSION sha256 HASH' and exit code 0; otherwise with each fault in a line and exit code 1.

                Example:

                  risk validate models/miss30/1
                """),
        };
        command.SetAction(parsed => Validate(parsed.GetValue(folder)!.FullName));
        return command;
    }

    private static int Validate(string folder)
    {
        try
        {
            var bundle = BundleFolder.Read(folder);
            var faults = BundleFaults.Of(bundle).ToList();
            Evidence(folder, bundle, faults);
            if (faults.Count == 0)
            {
                Console.WriteLine($"{folder}: whole, within its limits, {bundle.Features.Count} features and their reason texts known, evidence its own");
                Console.WriteLine($"valid {bundle.Target} {bundle.Version} sha256 {bundle.Hash}");
                return 0;
            }

            faults.ForEach(fault => Console.Error.WriteLine($"risk: {folder}: {fault}"));
        }
        catch (Exception error) when (error is FormatException or IOException)
        {
            Console.Error.WriteLine($"risk: {error.Message}");
        }

        return Screen.Refused;
    }

    private static void Evidence(string folder, Bundle bundle, List<string> faults)
    {
        try
        {
            BundleEvidence.Of(bundle, File.ReadAllBytes(Path.Combine(folder, "metrics.json")));
        }
        catch (Exception error) when (error is FormatException or IOException)
        {
            faults.Add(error.Message);
        }
    }
}

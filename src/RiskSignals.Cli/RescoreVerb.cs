using System.CommandLine;

namespace RiskSignals.Cli;

/// <summary>risk rescore: asks a running host to re-score its portfolio as of a day.</summary>
internal static class RescoreVerb
{
    public static Command Command()
    {
        var address = new Option<Uri>("--address")
        {
            Description = "The host's gRPC address",
            DefaultValueFactory = _ => new Uri("http://127.0.0.1:5001"),
            CustomParser = result => Arguments.Address(result.Tokens[0].Value, result.AddError),
        };
        var key = new Option<string?>("--api-key") { Description = "A key of the host's key file, if it asks for one" };
        var asOf = Arguments.AsOf();
        var command = new Command("rescore", "Re-score a running host's portfolio as of a day; a second time joins the first run") { address, key, asOf };
        command.SetAction(parsed =>
        {
            using var service = new ServiceCalls(parsed.GetValue(address)!, parsed.GetValue(key));
            var run = Screen.WithProgress("re-scoring", progress => service.Rescore(parsed.GetValue(asOf), progress));
            Console.WriteLine(
                $"run {run.RunId}: {Screen.Count(run.Loans)} loans, {Screen.Count(run.Warnings)} early warnings, " +
                $"{Screen.Count(run.Treatments)} treatments");
            return 0;
        });
        return command;
    }
}

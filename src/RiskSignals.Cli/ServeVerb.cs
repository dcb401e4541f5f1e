using System.CommandLine;

namespace RiskSignals.Cli;

/// <summary>risk serve: starts the scoring host in a process of its own and stays with it.</summary>
internal static class ServeVerb
{
    public static Command Command()
    {
        var options = new Argument<string[]>("options")
        {
            Description = "Options of the host; 'risk serve -- --help' lists them",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("serve", "Start the scoring host: gRPC, Connect and the nightly re-score") { options };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed =>
        {
            using var service = ServiceProcess.Start([.. parsed.GetValue(options) ?? [], .. parsed.UnmatchedTokens]);
            return service.WaitForEnd();
        });
        return command;
    }
}

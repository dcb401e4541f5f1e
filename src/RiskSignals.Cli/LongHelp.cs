using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RiskSignals.Cli;

/// <summary>A verb's --help: usage and options as ever, then what a newcomer needs to know.</summary>
internal sealed class LongHelp(string text) : SynchronousCommandLineAction
{
    private readonly HelpAction usual = new();

    public static HelpOption Option(string text) => new() { Action = new LongHelp(text) };

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(text);
        return 0;
    }
}

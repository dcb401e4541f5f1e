using System.CommandLine;
using RiskSignals.Cli;

var root = new RootCommand("RiskSignals: which borrowers are heading for a missed payment, why, what to do about it, and whether it worked.")
{
    SimulateVerb.Command(),
    ImportVerb.Command(),
    TrainVerb.Command(),
    AdoptVerb.Command(),
    FeaturesVerb.Command(),
    ScoreVerb.Command(),
    WhatIfVerb.Command(),
    ServeVerb.Command(),
    RescoreVerb.Command(),
    BenchmarkVerb.Command(),
    ValidateVerb.Command(),
    RegisterVerb.Command(),
    PromoteVerb.Command(),
    RollbackVerb.Approve(),
    RollbackVerb.Rollback(),
    RollbackVerb.Retire(),
    ModelsVerb.Command(),
    DemoVerb.Command(),
};
Screen.Prepare();
return Screen.Guard(() =>
{
    var parsed = root.Parse(args);
    var exitCode = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Screen.StepMax });
    return parsed.Errors.Count > 0 ? Screen.Failed : exitCode;
});

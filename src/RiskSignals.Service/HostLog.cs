namespace RiskSignals.Service;

/// <summary>Every message the host logs. Ids of borrowers and loans are pseudonyms; nothing else about them is logged.</summary>
internal static partial class HostLog
{
    [LoggerMessage(1, LogLevel.Information, "Run {RunId} as of {AsOf:yyyy-MM-dd}: {Loans} loans in {Chunks} chunks")]
    public static partial void RunBegun(this ILogger log, string runId, DateOnly asOf, long loans, long chunks);

    [LoggerMessage(2, LogLevel.Debug, "Run {RunId}: chunk {Chunk} with {Loans} loans is done")]
    public static partial void ChunkDone(this ILogger log, string runId, long chunk, long loans);

    [LoggerMessage(3, LogLevel.Warning, "Run {RunId}: chunk {Chunk} was taken over by another host; this host's work on it is dropped")]
    public static partial void LeaseLost(this ILogger log, string runId, long chunk);

    [LoggerMessage(4, LogLevel.Information, "Run {RunId} has ended: {Warnings} warnings, {Treatments} treatments")]
    public static partial void RunEnded(this ILogger log, string runId, long warnings, long treatments);

    [LoggerMessage(5, LogLevel.Warning, "Run {RunId} waits for a host with its models and policy; this host has others")]
    public static partial void RunOfOthers(this ILogger log, string runId);

    [LoggerMessage(6, LogLevel.Error, "Work on the runs failed; it is tried again in {Seconds} s")]
    public static partial void RunFailed(this ILogger log, Exception error, double seconds);

    [LoggerMessage(7, LogLevel.Information, "Trial {TrialId}: {Outcomes} outcomes have matured by {AsOf:yyyy-MM-dd}")]
    public static partial void OutcomesMatured(this ILogger log, string trialId, long outcomes, DateOnly asOf);

    [LoggerMessage(8, LogLevel.Error, "Trial {TrialId}: its outcomes by {AsOf:yyyy-MM-dd} could not be computed; they are tried again the next time")]
    public static partial void MaturingFailed(this ILogger log, Exception error, string trialId, DateOnly asOf);

    [LoggerMessage(9, LogLevel.Information, "The re-score as of {AsOf:yyyy-MM-dd} was due at {DueAt:HH:mm} UTC while no host ran; it begins now")]
    public static partial void RescoreMissed(this ILogger log, DateOnly asOf, DateTimeOffset dueAt);

    [LoggerMessage(10, LogLevel.Information, "By line {Line} of the model ledger these decide now: {Champions}; beside them score: {Beside}")]
    public static partial void BundlesChanged(this ILogger log, long line, string champions, string beside);

    [LoggerMessage(11, LogLevel.Error, "What line {Line} of the model ledger leads to is refused; these decide on: {Champions}")]
    public static partial void BundlesKept(this ILogger log, Exception error, long line, string champions);

    [LoggerMessage(12, LogLevel.Warning, "A challenger or shadow can't be scored and is left out: {Fault}")]
    public static partial void BundleLeftOut(this ILogger log, string fault);

    [LoggerMessage(13, LogLevel.Warning, "The model ledger could not be read; it is tried again in {Seconds} s")]
    public static partial void LedgerUnread(this ILogger log, Exception error, double seconds);

    [LoggerMessage(14, LogLevel.Information, "{Target} {Version} ({Hash}) was trained and is challenger")]
    public static partial void ChallengerTrained(this ILogger log, string target, string version, string hash);

    [LoggerMessage(15, LogLevel.Error, "Training by {Recipe} failed, {How}; nothing in service has changed. It printed last: {LastLines}")]
    public static partial void TrainingFailed(this ILogger log, string recipe, string how, string lastLines);

    [LoggerMessage(16, LogLevel.Error, "What training by {Recipe} made can't be used; nothing in service has changed")]
    public static partial void TrainingUnused(this ILogger log, Exception error, string recipe);

    [LoggerMessage(17, LogLevel.Information, "Training gave {Target} {Version} again, byte for byte; the challenger stays as it is")]
    public static partial void TrainingRepeated(this ILogger log, string target, string version);

    [LoggerMessage(18, LogLevel.Warning,
        "Run {RunId} as of {AsOf:yyyy-MM-dd}: the scores of {Target} by bundle {Hash} have drifted from {ComparedWith}: " +
        "PSI {Psi:0.000}, by chance below {Chance:0.000}")]
    public static partial void ScoresDrifted(
        this ILogger log, string runId, DateOnly asOf, string target, string hash, string comparedWith, double psi, double chance);

    [LoggerMessage(19, LogLevel.Information, "{Target} isn't trained anew ({Why}): another training began less than {Days} days ago")]
    public static partial void TrainingTooSoon(this ILogger log, string target, string why, int days);

    [LoggerMessage(20, LogLevel.Error, "{Target} has drifted, but no recipe of --retrain-recipes trains it")]
    public static partial void RecipeMissing(this ILogger log, string target);

    [LoggerMessage(21, LogLevel.Error, "What came of training {Target} could not be kept: {Outcome}")]
    public static partial void TrainingUnnoted(this ILogger log, Exception error, string target, string outcome);
}

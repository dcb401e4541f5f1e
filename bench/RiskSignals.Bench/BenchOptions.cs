namespace RiskSignals.Bench;

/// <summary>What may follow a benchmark's name.</summary>
/// <param name="Smoke">Small sizes and no results file: for seconds in CI.</param>
/// <param name="Values">The other options, <c>--name value</c>, by name without dashes.</param>
internal sealed record BenchOptions(bool Smoke, IReadOnlyDictionary<string, string> Values)
{
    /// <exception cref="FormatException">An argument isn't an option, or an option has no value.</exception>
    public static BenchOptions Parse(ReadOnlySpan<string> args)
    {
        var smoke = false;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--smoke")
            {
                smoke = true;
            }
            else if (args[i].StartsWith("--", StringComparison.Ordinal) && i + 1 < args.Length)
            {
                values[args[i][2..]] = args[++i];
            }
            else
            {
                throw new FormatException($"'{args[i]}' is not understood; options are --smoke and --name value.");
            }
        }

        return new(smoke, values);
    }
}

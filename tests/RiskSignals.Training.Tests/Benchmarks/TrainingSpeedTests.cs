using System.Globalization;
using System.Text.RegularExpressions;
using RiskSignals.Bench;

namespace RiskSignals.Training.Tests.Benchmarks;

/// <summary>The small forms of <c>dotnet make.cs bench training</c> and <c>bench cohort</c>: that they run, and what scripts read of them.</summary>
public sealed class TrainingSpeedTests
{
    private static readonly BenchOptions Small = new(Smoke: true, new Dictionary<string, string>());

    [PythonXgboostFact]
    public void Fitting_gives_the_model_of_python_and_ends_with_both_ratios()
    {
        var report = new BenchReport("training", ["training", "--smoke"]);
        TrainingBenchmark.Run(Small, report);
        Assert.Contains("training_models_distinct 1", report.Figures);
        var ratios = Regex.Match(report.Figures[^1], @"^training_ratio_python (\d+\.\d{3}) memory_ratio_python (\d+\.\d{3})$");
        Assert.True(ratios.Success, report.Figures[^1]);
        Assert.All(new[] { 1, 2 }, ratio => Assert.True(double.Parse(ratios.Groups[ratio].Value, CultureInfo.InvariantCulture) > 0));
    }

    [Fact]
    public void A_cohort_tells_rows_rate_and_bytes()
    {
        var report = new BenchReport("cohort", ["cohort", "--smoke"]);
        CohortBenchmark.Run(Small, report);
        Assert.Collection(
            report.Figures,
            line => Assert.Matches(@"^cohort_rows \d+ peak_bytes \d+ values_bytes \d+$", line),
            line => Assert.Matches(@"^cohort_rows_per_second \d+$", line),
            line => Assert.Matches(@"^cohort_bytes_a_row_ratio_values -?\d+\.\d{3}$", line));
    }
}

/// <summary>A test that needs python3-xgboost: fails without it under CI, is skipped elsewhere.</summary>
public sealed class PythonXgboostFactAttribute : FactAttribute
{
    public PythonXgboostFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !Directory.Exists("/usr/lib/python3/dist-packages/xgboost"))
        {
            Skip = "xgboost for Python is absent; install the Debian package python3-xgboost.";
        }
    }
}

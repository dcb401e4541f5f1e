using RiskSignals.Training.Benchmarks;

namespace RiskSignals.Training.Tests.Benchmarks;

public sealed class TaiwanBenchmarkTests
{
    [RealDataFact]
    public void The_published_split_gives_its_line_without_protected_columns()
    {
        Assert.NotNull(Project.Data);
        using var output = new StringWriter();
        var result = TaiwanBenchmark.Run(Path.Combine(Project.Data, "taiwan"), output, seeds: 1);
        Assert.True(result.Auc >= 0.78, $"{result}");
        Assert.True(result.Ks >= 0.42, $"{result}");
        Assert.True(result.Brier <= 0.134, $"{result}");
        Assert.Matches(@"^taiwan_auc 0\.7\d{3} ks 0\.4\d{3} brier 0\.1\d{3}$", output.ToString().TrimEnd().Split('\n')[^1].Trim());
    }

    [Fact]
    public void Rows_are_read_without_sex_education_marriage_and_age()
    {
        const string Csv =
            """
            ID,LIMIT_BAL,SEX,EDUCATION,MARRIAGE,AGE,…
            1,20000,2,2,1,24,2,2,-1,-1,-2,-2,3913,3102,689,0,0,0,0,689,0,0,0,0,1
            2,120000,2,2,2,26,-1,2,0,0,0,2,2682,1725,2682,3272,3455,3261,0,1000,1000,1000,0,2000,0
            """;
        const string OtherPerson =
            """
            ID,LIMIT_BAL,SEX,EDUCATION,MARRIAGE,AGE,…
            1,20000,1,1,2,70,2,2,-1,-1,-2,-2,3913,3102,689,0,0,0,0,689,0,0,0,0,1
            2,120000,1,3,1,19,-1,2,0,0,0,2,2682,1725,2682,3272,3455,3261,0,1000,1000,1000,0,2000,0
            """;
        var (train, test) = TaiwanRows.Read(Csv, ["2", ""]);
        var (otherTrain, _) = TaiwanRows.Read(OtherPerson, ["2"]);
        Assert.Equal(["1", "2"], train.BorrowerIds.Concat(test.BorrowerIds));
        Assert.Equal([true, false], train.Outcomes.Concat(test.Outcomes));
        for (var column = 0; column < train.ModelFeatures.Count; column++)
        {
            Assert.Equal(train.Features.Column(column)[0], otherTrain.Features.Column(column)[0]);
        }

        float Value(string name) => train.Features.Select([name]).Column(0)[0];
        Assert.Equal(20_000, Value("limit_value_now"));
        Assert.Equal(2, Value("months_late_max_6m"));
        Assert.Equal(689f / 689, Value("paid_bill_ratio_2m"));
        Assert.True(float.IsNaN(Value("paid_bill_ratio_4m")));
    }

    [Fact]
    public void A_line_that_is_not_as_documented_is_refused_with_its_number()
    {
        var error = Assert.Throws<FormatException>(() => TaiwanRows.Read("header\n1,2,3", []));
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }
}

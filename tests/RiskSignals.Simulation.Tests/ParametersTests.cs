using System.Text.Json.Nodes;

namespace RiskSignals.Simulation.Tests;

public sealed class ParametersTests
{
    /// <summary>What is done to a sound lender, and the fault that must be named; the last column of each row is the whole line.</summary>
    [Theory]
    [InlineData("personas.forgetful.share", "-0.2", "$.personas.forgetful.share is -0.2; expected a share from 0 to 1")]
    [InlineData("personas.organised.share", "0.5", "$.personas has shares that add up to 1.08; expected 1")]
    [InlineData("people.pay_rhythms.gig", "0.5", "$.people.pay_rhythms has shares that add up to 1.42; expected 1")]
    [InlineData("shocks.kinds.job_loss.per_year", "-1", "$.shocks.kinds.job_loss.per_year is -1; expected 0 to 50")]
    [InlineData("shocks.kinds.illness.size.from", "0.9", "$.shocks.kinds.illness.size runs from 0.9 to 0.65; expected the smaller number first")]
    [InlineData("shocks.kinds.illness.size.to", "-3", "$.shocks.kinds.illness.size.to is -3; expected 0 to 50")]
    [InlineData("personas.greedy", "{}", "$.personas.greedy is an unknown persona; expected organised, forgetful, stretched, shocked")]
    [InlineData("responses.treatments.fax", "{}", "$.responses.treatments.fax is an unknown treatment; expected none, sms, email, call, plan_offer")]
    [InlineData("feed.lateness", "0.1", "$.feed.lateness is an unknown field; expected no_bank_data_share, pending_share")]
    [InlineData("personas.vulnerable", null, "$.personas.vulnerable is missing")]
    [InlineData("feed", null, "$.feed is missing")]
    [InlineData("feed.late_share", null, "$.feed.late_share is missing")]
    [InlineData("feed", "[]", "$.feed is an array; expected an object")]
    [InlineData("feed.late_share", "\"often\"", "$.feed.late_share is often; expected a number")]
    [InlineData("months", "1.5", "$.months is 1.5; expected a whole number")]
    [InlineData("months", "500", "$.months is 500; expected 1 to 240")]
    [InlineData("seed", "-1", "$.seed is -1; expected a whole number of 0 or more")]
    [InlineData("start_on", "\"01.01.2024\"", "$.start_on is 01.01.2024; expected a day as 2024-03-31")]
    [InlineData("currency", "\"POUNDS\"", "$.currency is 'POUNDS'; expected a three-letter ISO 4217 code")]
    [InlineData("currency", "\"a,b\"", "$.currency is 'a,b'; expected a three-letter ISO 4217 code such as GBP")]
    [InlineData("start_on", "\"9999-06-01\"", "$.start_on is 9999-06-01; expected a day from 1980-01-01 to 2199-12-31")]
    [InlineData("start_on", "\"0001-01-01\"", "$.start_on is 0001-01-01; expected a day from 1980-01-01 to 2199-12-31")]
    [InlineData("time_zone", "\"Europe/Lodnon\"", "$.time_zone is 'Europe/Lodnon'; expected an IANA name such as Europe/London")]
    [InlineData(
        "feed.uncategorised_share", "0.99", "$.feed has uncategorised_share, miscategorised_share that add up to 1.005; expected at most 1")]
    [InlineData(
        "feed.duplicate_share", "1", "$.feed has corrected_share, resent_share, duplicate_share that add up to 1.01; expected at most 1")]
    [InlineData("people.overdrafts", "[]", "$.people.overdrafts is an array; expected a list with at least one entry")]
    [InlineData("people.paydays_of_month", "[1, 40]", "$.people.paydays_of_month[1] is 40; expected 1 to 31")]
    public void A_bad_parameter_is_refused_with_its_path(string path, string? value, string fault)
    {
        var root = Set(JsonNode.Parse(ShippedLenders.Default.ToJson())!, path, value);
        var message = Assert.Throws<ArgumentException>(() => ShippedLenders.Parse(root.ToJsonString(), "bad.json")).Message;
        Assert.StartsWith("The lender 'bad.json' can't be simulated:\n  " + fault, message, StringComparison.Ordinal);
        Assert.Equal(2, message.Split('\n').Length);
    }

    [Fact]
    public void Bad_parameters_are_refused_all_together()
    {
        var root = JsonNode.Parse(ShippedLenders.Default.ToJson())!;
        Set(root, "people.pay_rhythms.gig", "0.5");
        Set(root, "borrowers", "0");
        Set(root, "feed.late_share", "\"often\"");
        Set(root, "shocks.kinds.new_job", null);
        Set(root, "colour", "1");
        Set(root, "personas.organised.share", "0.5");
        Set(root, "personas.forgetful.share", "0.2");
        Set(root, "personas.stretched.readiness", "\"high\"");
        Set(root, "feed.duplicate_share", "1");
        var message = Assert.Throws<ArgumentException>(() => ShippedLenders.Parse(root.ToJsonString(), "bad.json")).Message;
        Assert.All(
            [
                "$.personas has shares that add up to", "$.personas.stretched.readiness is high", "$.feed has corrected_share, resent",
                "$.people.pay_rhythms has shares that add up to 1.42", "$.borrowers is 0", "$.feed.late_share is often",
                "$.shocks.kinds.new_job is missing", "$.colour is an unknown field",
            ],
            part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.Equal(9, message.Split('\n').Length);
    }

    [Fact]
    public void Parameters_changed_by_code_are_checked_alike()
    {
        var bad = ShippedLenders.Default with { Months = 0, Feed = ShippedLenders.Default.Feed with { LateShare = double.NaN } };
        var message = Assert.Throws<ArgumentException>(() => new SimulatedLender(bad)).Message;
        Assert.Contains("$.months is 0", message, StringComparison.Ordinal);
        Assert.Contains("$.feed.late_share is NaN", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_shipped_lender_is_in_order_and_reads_back_the_same()
    {
        Assert.Contains(ShippedLenders.DefaultName, ShippedLenders.Names);
        foreach (var name in ShippedLenders.Names)
        {
            var lender = ShippedLenders.Read(name);
            lender.Check();
            Assert.Equal(name, lender.Name);
            Assert.Equal(lender.ToJson(), ShippedLenders.Parse(lender.ToJson(), name).ToJson());
        }
    }

    [Fact]
    public void A_lender_based_on_a_shipped_one_differs_only_in_what_it_says()
    {
        const string Json = """{ "based_on": "consumer-instalment", "name": "mine", "feed": { "late_share": 0.5 } }""";
        var expected = ShippedLenders.Default with { Name = "mine", Feed = ShippedLenders.Default.Feed with { LateShare = 0.5 } };
        Assert.Equal(expected.ToJson(), ShippedLenders.Parse(Json, "mine.json").ToJson());
    }

    [Theory]
    [InlineData("{", "The lender 'x.json' is no JSON")]
    [InlineData("[]", "$ is an array; expected an object")]
    [InlineData("""{ "name": "a", "name": "b" }""", "Duplicate")]
    [InlineData("""{ "based_on": "nobody" }""", "$.based_on is nobody; expected consumer-instalment")]
    public void What_is_no_lender_is_refused(string json, string fault) =>
        Assert.Contains(fault, Assert.Throws<ArgumentException>(() => ShippedLenders.Parse(json, "x.json")).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void A_lender_that_is_neither_shipped_nor_a_file_is_refused() =>
        Assert.Contains(
            "There is no lender 'nobody'; expected consumer-instalment",
            Assert.Throws<ArgumentException>(() => ShippedLenders.Read("nobody")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void More_shocks_are_felt_when_the_dial_is_turned_up()
    {
        var calm = Portfolio.Live(Scaled(0));
        var recession = Portfolio.Live(Scaled(3));
        Assert.True(recession.Sum(life => life.Shocks.Count) > 3 * calm.Sum(life => life.Shocks.Count));

        static SimulationParameters Scaled(double scale) =>
            Portfolio.Lender(borrowers: 60, months: 12) with { Shocks = ShippedLenders.Default.Shocks with { Scale = scale } };
    }

    /// <summary>Puts a value at a path, or takes away what is there.</summary>
    private static JsonNode Set(JsonNode root, string path, string? value)
    {
        var words = path.Split('.');
        var parent = words[..^1].Aggregate(root, (node, word) => node[word]!).AsObject();
        if (value is null)
        {
            parent.Remove(words[^1]);
        }
        else
        {
            parent[words[^1]] = JsonNode.Parse(value);
        }

        return root;
    }
}

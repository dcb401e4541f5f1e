using RiskSignals.Training.Cohorts;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tests.Cohorts;

public class CohortChoiceTests
{
    [Fact]
    public void Every_shipped_recipe_can_be_read_cohort_included() =>
        Assert.All(new[] { "miss30", "pay30", "berka" }, name => Assert.Equal(30, CohortChoice.Of(ShippedRecipes.Read(name)).EveryDays));

    [Fact]
    public void A_recipe_that_is_not_shipped_is_named() =>
        Assert.Contains("'other'", Assert.Throws<ArgumentException>(() => ShippedRecipes.Read("other")).Message, StringComparison.Ordinal);
}

using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.FeatureChapter;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>How much comes in, against the borrower's own usual level.</summary>
internal static class IncomeFeatures
{
    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Income)
        .Add("income_total_sum_{w}", [D30, D60, D90, D180, D31To60, D61To90], "Total income", "money", Falls,
            "Less income was paid into your bank accounts", Sum, (history, window) => history.Bank.Sum(Measure.Income, window),
            "Plaid, Flinks, Belvo")
        .Add("income_total_ratio_30d", "Income in 30d ÷ baseline median block", "ratio", Falls,
            "Your income in the last 30 days was {value} of its usual level", Behind,
            history => history.Bank.BaselineRatio(Measure.Income), "Experian")
        .Add("income_total_z_30d", "Robust z of income in 30d", "sd", Falls, "Your income fell below its usual range", Behind,
            history => history.Bank.AmountZ(Measure.Income), "Experian")
        .Add("income_total_cv_180d", "cv of income over the six latest blocks", "ratio", Rises,
            "Your income changes a lot from month to month", Behind, history => history.Bank.BlockVariation(Measure.Income))
        .Add("income_total_slope_180d", "Slope over the six latest blocks ÷ their mean", "share per block", Falls,
            "Your income has been going down", Behind, history => history.Bank.BlockSlope(Measure.Income), "Flinks")
        .Add("income_salary_sum_{w}", [D30, D90, D180], "Income classed as salary", "money", Falls, "Less salary was paid in", Sum,
            (history, window) => history.Bank.Sum(Measure.Salary, window), "Plaid, Flinks")
        .Add("income_benefit_share_{w}", [D90, D180],
            "Income classed as state benefit ÷ total income (US: audit only)", "share", None, NotAReason,
            Quotient, (history, window) => history.Bank.Share(Measure.Benefit, Measure.Income, window), "Flinks", FeatureUse.AuditOnly)
        .Add("income_gig_share_{w}", [D90, D180], "Income from irregular work platforms ÷ total income", "share", None, NotAReason,
            Quotient, (history, window) => history.Bank.Share(Measure.Gig, Measure.Income, window), "Plaid")
        .Features;
}

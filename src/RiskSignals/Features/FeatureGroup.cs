namespace RiskSignals.Features;

/// <summary>What a feature is about; the chapters of the catalogue.</summary>
public enum FeatureGroup
{
    Repayment,
    Loan,
    Income,
    Balance,
    Spending,
    Debt,
    Bills,
    Returned,
    Distress,
    Contact,
    DataQuality,
}

namespace RiskSignals.Training.Fitting;

/// <summary>XGBoost is missing or refused; the message says which and what to do.</summary>
public sealed class XgboostException : Exception
{
    public XgboostException()
    {
    }

    public XgboostException(string message)
        : base(message)
    {
    }

    public XgboostException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

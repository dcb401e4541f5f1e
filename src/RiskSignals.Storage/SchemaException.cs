namespace RiskSignals.Storage;

/// <summary>The database's tables are not those this program works on; nothing was changed.</summary>
public sealed class SchemaException : Exception
{
    public SchemaException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

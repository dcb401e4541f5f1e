using System.Reflection;
using Xunit.Sdk;

namespace RiskSignals.Storage.Tests;

/// <summary>Runs a theory on SQLite: its argument is an empty database.</summary>
public sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [["SQLite"]];
}

/// <summary>Runs a theory on PostgreSQL. Where PostgreSQL is absent it is skipped with the reason, and fails if CI=true.</summary>
public sealed class OnPostgresAttribute : DataAttribute
{
    public OnPostgresAttribute()
    {
        if (PostgresServer.Absence is { } absence && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = absence;
        }
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [["PostgreSQL"]];
}

using Microsoft.Extensions.Logging;

namespace RiskSignals.Service.Tests;

/// <summary>Counts how often hosts said that they began or joined a run, and lets a test wait for it.</summary>
internal sealed class FiringCount : ILoggerProvider, ILogger
{
    private const int RunBegun = 1;

    private readonly SemaphoreSlim fired = new(0);

    /// <summary>Waits until the message was seen so often.</summary>
    public async Task Reached(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.True(await fired.WaitAsync(TimeSpan.FromSeconds(60)), $"The schedule fired {i} times in a minute.");
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == RunBegun)
        {
            fired.Release();
        }
    }

    /// <summary>Several hosts use it, so none of them disposes it.</summary>
    public void Dispose()
    {
    }
}

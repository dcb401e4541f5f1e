return await RiskSignals.Service.ScoringHost.Run(args);

using LbController.Engine.Commands;

namespace LbController.Simulation.Running;

/// <summary>The engine has learned a command that the simulated world does not: the world must learn it before anything else is said.</summary>
public sealed class UnknownCommandException(Command command) : Exception($"the simulator does not know the command {command.GetType().Name}; teach it to SimApi or SimSpeaker");

namespace LbController.Lab.ApiServer.Protobuf;

/// <summary>One field of a message.</summary>
/// <param name="Number">Its number on the wire.</param>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Shape">How to read it.</param>
/// <param name="IsList">It may come many times.</param>
/// <param name="Fields">Those of a <see cref="FieldShape.Message"/>.</param>
internal sealed record Field(int Number, string Name, FieldShape Shape = FieldShape.Text, bool IsList = false, Field[]? Fields = null);

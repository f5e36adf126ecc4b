namespace LbController.Lab.ApiServer.Protobuf;

/// <summary>How the bytes of a field are to be read.</summary>
internal enum FieldShape
{
    Text,
    Number,
    Truth,

    /// <summary>Base64 in JSON.</summary>
    Octets,

    /// <summary>A message of its own.</summary>
    Message,

    /// <summary>map&lt;string, string&gt;.</summary>
    TextMap,

    /// <summary>map&lt;string, bytes&gt;.</summary>
    OctetMap,

    /// <summary>A number or a text (IntOrString).</summary>
    NumberOrText,
}

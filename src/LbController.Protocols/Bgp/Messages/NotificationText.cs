namespace LbController.Protocols.Bgp.Messages;

/// <summary>Error codes and subcodes in plain words (IANA registry of BGP error codes).</summary>
public static class NotificationText
{
    public static string Describe(byte code, byte subcode) => (code, subcode) switch
    {
        (1, 1) => "message header: connection not synchronised",
        (1, 2) => "message header: bad length",
        (1, 3) => "message header: bad type",
        (2, 1) => "OPEN: unsupported version",
        (2, 2) => "OPEN: bad peer AS",
        (2, 3) => "OPEN: bad BGP identifier",
        (2, 4) => "OPEN: unsupported optional parameter",
        (2, 5) => "OPEN: authentication failure",
        (2, 6) => "OPEN: unacceptable hold time",
        (2, 7) => "OPEN: unsupported capability",
        (3, 1) => "UPDATE: malformed attribute list",
        (3, 2) => "UPDATE: unrecognised well-known attribute",
        (3, 3) => "UPDATE: missing well-known attribute",
        (3, 4) => "UPDATE: wrong attribute flags",
        (3, 5) => "UPDATE: wrong attribute length",
        (3, 6) => "UPDATE: invalid ORIGIN",
        (3, 8) => "UPDATE: invalid NEXT_HOP",
        (3, 9) => "UPDATE: faulty optional attribute",
        (3, 10) => "UPDATE: invalid network field",
        (3, 11) => "UPDATE: malformed AS_PATH",
        (4, _) => "hold timer expired",
        (5, 1) => "state machine: unexpected message in OpenSent",
        (5, 2) => "state machine: unexpected message in OpenConfirm",
        (5, 3) => "state machine: unexpected message in Established",
        (6, 1) => "Cease: maximum number of prefixes reached",
        (6, 2) => "Cease: administrative shutdown",
        (6, 3) => "Cease: peer deconfigured",
        (6, 4) => "Cease: administrative reset",
        (6, 5) => "Cease: connection rejected",
        (6, 6) => "Cease: other configuration change",
        (6, 7) => "Cease: connection collision",
        (6, 8) => "Cease: out of resources",
        (6, 9) => "Cease: hard reset",
        (6, 10) => "Cease: BFD down",
        (1, _) => "message header error",
        (2, _) => "OPEN error",
        (3, _) => "UPDATE error",
        (5, _) => "state machine error",
        (6, _) => "Cease",
        _ => "unknown error",
    };
}

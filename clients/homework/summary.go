package homework

import "amends/clients/programme"

// summaryPart is the part of an entry that tells the counselor in short what a log holds, written only if its author wants
// to. No part of a step can be called so.
const summaryPart programme.PartKey = "_summary"

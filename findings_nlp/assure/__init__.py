"""The trust pack of an archive: proof, sample, and drafts of the records that public bodies keep of such a tool."""

"""The dossier for the label Services Publics +: what it holds, what it lacks, one archive of it all."""

# Makes multi-label data of SemEval-2014's aspects: each sentence with the polarities that its aspects have.
#
# Reads lines of "polarity<TAB>aspect<TAB>sentence", with the polarity 0, 1 or 2 and $T$ in the place of the aspect. Writes
# "labels<TAB>text" with the labels negative, neutral and positive, separated by |.
#
#     awk -f Scripts/sentence_polarities.awk restaurants.train.tsv > sentences.tsv
BEGIN { FS = "\t"; split("negative neutral positive", name, " "); print "labels\ttext" }
{
    place = index($3, "$T$")
    text = substr($3, 1, place - 1) $2 substr($3, place + 3)
    if (!(text in labels)) order[++count] = text
    if (index("|" labels[text] "|", "|" name[$1 + 1] "|") == 0)
        labels[text] = labels[text] (labels[text] == "" ? "" : "|") name[$1 + 1]
}
END { for (i = 1; i <= count; i++) print labels[order[i]] "\t" order[i] }

# Sources, pages that Sphinx built from them with the sources beside, and a virtual environment with documents in it.
mkdir -p _build/html/_sources env/share/doc
for n in 1 2 3; do printf '= Page %s\n\n[#lamp%s]\n== The lamp\n\nSee <<lamp%s>>.\n' $n $n $n > page$n.adoc; done
cp page1.adoc page2.adoc _build/html/_sources
touch _build/html/.buildinfo env/pyvenv.cfg
cp page3.adoc env/share/doc

# scenarios chart by quotacast 0.1.0. Draw it again with: gnuplot -d scenarios.gp
# for another format: gnuplot -d -e "format='svg'" scenarios.gp (png, svg or pdf)
set encoding utf8
face = 'sans-serif'
if (!exists('format')) format = 'png'
if (!exists('picture')) picture = './scenarios.'.format
svg = (format eq 'svg')
title = svg ? 20 : 30; body = svg ? 15 : 22; quiet = svg ? 13 : 19
big = svg ? 30 : 44; footer = svg ? 13 : 17; dot = svg ? 0.6 : 1.6
if (format eq 'png') { set terminal pngcairo size 1600,900 font face.',22' }
if (format eq 'svg') { set terminal svg size 960,540 dynamic enhanced name 'scenarios' font face.',15' linewidth 0.6 background '#FFFFFF' }
if (format eq 'pdf') { set terminal pdfcairo size 16in,9in font face.',22' fontscale 0.72 }
set output picture
set border 1 lc rgb '#D0D5DD' lw 1
set tics nomirror scale 0 textcolor rgb '#667085'
set grid ytics lt 1 lc rgb '#EAECF0' lw 1; set grid noxtics
unset key; set style fill solid 1.0 noborder
set style textbox 1 opaque noborder fillcolor rgb '#FFFFFF'
set tmargin at screen 0.80; set bmargin at screen 0.13
set lmargin at screen 0.075; set rmargin at screen 0.800
set lmargin at screen 0.380; set rmargin at screen 0.740
set tmargin at screen 0.770
set label '{/:Bold='.title.' The best of 6 scenarios: 60% chance, +5 points}' at screen 0.0300, screen 0.9350 left tc rgb '#1D2939'
set label '€1.8M in 2026, € million: 8 of 10 futures, the middle half, the median; chance and change' at screen 0.0300, screen 0.8750 left tc rgb '#667085' noenhanced font face.','.body
set label 'Acme · acme.yaml · as of 30 June 2026 · seed 42 · 20,000 trials · quotacast 0.1.0 · same random numbers' at screen 0.0300, screen 0.0350 left tc rgb '#667085' noenhanced font face.','.footer
set label 'two more reps from August' at screen 0.3680, screen 0.7243 right tc rgb '#1D2939' noenhanced font face.','.body
set label '{/:Bold='.body.' 60%}' at screen 0.8500, screen 0.7243 right tc rgb '#0B5CAD'
set label '+5 points' at screen 0.9700, screen 0.7243 right tc rgb '#0B5CAD' noenhanced font face.','.body
set label 'as planned' at screen 0.3680, screen 0.6329 right tc rgb '#1D2939' noenhanced font face.','.body
set label '{/:Bold='.body.' 55%}' at screen 0.8500, screen 0.6329 right tc rgb '#1D2939'
set label 'activities.calls.per_rep_per_wee…' at screen 0.3680, screen 0.5414 right tc rgb '#1D2939' noenhanced font face.','.body
set label '{/:Bold='.body.' 50%}' at screen 0.8500, screen 0.5414 right tc rgb '#C2410C'
set label '−5 points' at screen 0.9700, screen 0.5414 right tc rgb '#C2410C' noenhanced font face.','.body
set label 'pipeline.negotiation.conversion' at screen 0.3680, screen 0.4500 right tc rgb '#1D2939' noenhanced font face.','.body
set label '{/:Bold='.body.' 45%}' at screen 0.8500, screen 0.4500 right tc rgb '#C2410C'
set label '−10 points' at screen 0.9700, screen 0.4500 right tc rgb '#C2410C' noenhanced font face.','.body
set label 'new_deals' at screen 0.3680, screen 0.3586 right tc rgb '#1D2939' noenhanced font face.','.body
set label '{/:Bold='.body.' 40%}' at screen 0.8500, screen 0.3586 right tc rgb '#C2410C'
set label '−15 points' at screen 0.9700, screen 0.3586 right tc rgb '#C2410C' noenhanced font face.','.body
set label 'activities.calls.opportunity_rate' at screen 0.3680, screen 0.2671 right tc rgb '#1D2939' noenhanced font face.','.body
set label '{/:Bold='.body.' 35%}' at screen 0.8500, screen 0.2671 right tc rgb '#C2410C'
set label '−20 points' at screen 0.9700, screen 0.2671 right tc rgb '#C2410C' noenhanced font face.','.body
set label 'team.hours_per_week' at screen 0.3680, screen 0.1757 right tc rgb '#1D2939' noenhanced font face.','.body
set label '{/:Bold='.body.' 30%}' at screen 0.8500, screen 0.1757 right tc rgb '#C2410C'
set label 'no effect' at screen 0.9700, screen 0.1757 right tc rgb '#C2410C' noenhanced font face.','.body
set arrow from first 1.8, graph 0 to first 1.8, graph 1 nohead lc rgb '#1D2939' lw 2.5 front
set label 'Target €1.8M' at first 1.8000, screen 0.7950 center tc rgb '#1D2939' noenhanced font face.','.quiet
set xrange [1.11012:2.72688]
set xtics ('1.5' 1.5, '2' 2, '2.5' 2.5)
# row, 10%, 25%, median, 75%, 90%
$plan << EOD
-1.5 1.56 1.78 2 2.24 2.54
EOD
$better << EOD
-0.5 1.638 1.869 2.1 2.352 2.667
EOD
$worse << EOD
-2.5 1.482 1.691 1.9 2.128 2.413
-3.5 1.404 1.602 1.8 2.016 2.286
-4.5 1.326 1.513 1.7 1.904 2.159
-5.5 1.248 1.424 1.6 1.792 2.032
-6.5 1.17 1.335 1.5 1.68 1.905
EOD
set yrange [-7:0]
unset ytics; unset grid
plot $plan using 4:1:2:6:($1-0.05):($1+0.05) with boxxyerror lc rgb '#1D2939', \
     $better using 4:1:2:6:($1-0.05):($1+0.05) with boxxyerror lc rgb '#0B5CAD', \
     $worse using 4:1:2:6:($1-0.05):($1+0.05) with boxxyerror lc rgb '#C2410C', \
     $plan using 4:1:3:5:($1-0.2):($1+0.2) with boxxyerror lc rgb '#1D2939', \
     $better using 4:1:3:5:($1-0.2):($1+0.2) with boxxyerror lc rgb '#0B5CAD', \
     $worse using 4:1:3:5:($1-0.2):($1+0.2) with boxxyerror lc rgb '#C2410C', \
     $plan using 4:1 with points pt 7 ps 1.6*dot lc rgb '#FFFFFF', \
     $better using 4:1 with points pt 7 ps 1.6*dot lc rgb '#FFFFFF', \
     $worse using 4:1 with points pt 7 ps 1.6*dot lc rgb '#FFFFFF', \
     $plan using 4:1 with points pt 7 ps 1.1*dot lc rgb '#1D2939', \
     $better using 4:1 with points pt 7 ps 1.1*dot lc rgb '#0B5CAD', \
     $worse using 4:1 with points pt 7 ps 1.1*dot lc rgb '#C2410C'

# curve chart by quotacast 0.1.0. Draw it again with: gnuplot -d curve.gp
# for another format: gnuplot -d -e "format='svg'" curve.gp (png, svg or pdf)
set encoding utf8
face = 'sans-serif'
if (!exists('format')) format = 'png'
if (!exists('picture')) picture = './curve.'.format
svg = (format eq 'svg')
title = svg ? 20 : 30; body = svg ? 15 : 22; quiet = svg ? 13 : 19
big = svg ? 30 : 44; footer = svg ? 13 : 17; dot = svg ? 0.6 : 1.6
if (format eq 'png') { set terminal pngcairo size 1600,900 font face.',22' }
if (format eq 'svg') { set terminal svg size 960,540 dynamic enhanced name 'curve' font face.',15' linewidth 0.6 background '#FFFFFF' }
if (format eq 'pdf') { set terminal pdfcairo size 16in,9in font face.',22' fontscale 0.72 }
set output picture
set border 1 lc rgb '#D0D5DD' lw 1
set tics nomirror scale 0 textcolor rgb '#667085'
set grid ytics lt 1 lc rgb '#EAECF0' lw 1; set grid noxtics
unset key; set style fill solid 1.0 noborder
set style textbox 1 opaque noborder fillcolor rgb '#FFFFFF'
set tmargin at screen 0.80; set bmargin at screen 0.13
set lmargin at screen 0.075; set rmargin at screen 0.800
set label '{/:Bold='.title.' Safe to promise: 44 customers in FY2027, with 80% chance}' at screen 0.0300, screen 0.9350 left tc rgb '#1D2939'
set label 'Chance of at least this much: customers FY2027 (20 000 trials)' at screen 0.0300, screen 0.8750 left tc rgb '#667085' noenhanced font face.','.body
set label 'Newco · plans/newco.yaml · as of 30 June 2026 · seed 42 · 20 000 trials · quotacast 0.1.0' at screen 0.0300, screen 0.0350 left tc rgb '#667085' noenhanced font face.','.footer
set xrange [22.5189:135.331]
set xtics ('40' 40, '60' 60, '80' 80, '100' 100, '120' 120)
set yrange [0:104]
set ytics ('0%%' 0, '20%%' 20, '40%%' 40, '60%%' 60, '80%%' 80, '100%%' 100)
set arrow from first 43.534, graph 0 to first 43.534, first 80.0000 nohead dt (8,8) lw 1.5 lc rgb '#98A2B3'
set arrow from graph 0, first 80.0000 to first 43.534, first 80.0000 nohead dt (8,8) lw 1.5 lc rgb '#98A2B3'
set label '{/:Bold='.body.' safe (80%): 44}' at screen 0.2241, screen 0.6574 left tc rgb '#0B5CAD' front boxed bs 1
set arrow from first 48, graph 0 to first 48, first 70.4252 nohead dt (8,8) lw 1.5 lc rgb '#98A2B3'
set arrow from graph 0, first 70.4252 to first 48, first 70.4252 nohead dt (8,8) lw 1.5 lc rgb '#98A2B3'
set label '{/:Bold='.body.' target 48: 70%}' at screen 0.2528, screen 0.5957 left tc rgb '#C2410C' front boxed bs 1
set label 'stretch (20%): 75' at screen 0.4239, screen 0.2708 left tc rgb '#667085' noenhanced font face.','.quiet front boxed bs 1
# value, chance of at least so much in percent
$curve << EOD
22.5189 100
22.5189 99.8134
23.947 99.6616
25.375 99.4250
26.803 99.0768
28.231 98.5886
29.659 97.9325
31.087 97.0832
32.515 96.0193
33.943 94.7245
35.371 93.1892
36.799 91.4100
38.227 89.3904
39.655 87.1401
41.083 84.6744
42.511 82.0133
43.939 79.1805
45.367 76.2025
46.795 73.1072
48.2231 69.9232
49.6511 66.6790
51.0791 63.4022
52.5071 60.1188
53.9351 56.8531
55.3631 53.6267
56.7911 50.4593
58.2191 47.3675
59.6471 44.3658
61.0751 41.4658
62.5031 38.6769
63.9311 36.0064
65.3591 33.4592
66.7871 31.0385
68.2151 28.7460
69.6431 26.5816
71.0711 24.5444
72.4991 22.6322
73.9272 20.8418
75.3552 19.1695
76.7832 17.6111
78.2112 16.1619
79.6392 14.8167
81.0672 13.5705
82.4952 12.4179
83.9232 11.3535
85.3512 10.3722
86.7792 9.4686
88.2072 8.6378
89.6352 7.8747
91.0632 7.1747
92.4912 6.5331
93.9192 5.9458
95.3472 5.4087
96.7752 4.9178
98.2033 4.4696
99.6313 4.0606
101.059 3.6877
102.487 3.3479
103.915 3.0385
105.343 2.7570
106.771 2.5008
108.199 2.2680
109.627 2.0563
111.055 1.8641
112.483 1.6895
113.911 1.5311
115.339 1.3873
116.767 1.2569
118.195 1.1386
119.623 1.0314
121.051 0.9342
122.479 0.8461
123.907 0.7662
125.335 0.6939
126.763 0.6284
128.191 0.5691
129.619 0.5154
131.047 0.4667
132.475 0.4227
133.903 0.3828
135.331 0.3467
135.331 0
EOD
$dot1 << EOD
43.534 80.0000
EOD
$dot2 << EOD
48 70.4252
EOD
$dot3 << EOD
74.6336 20.0000
EOD
plot $curve using 1:2 with lines lw 4 lc rgb '#1D2939', \
     $dot1 using 1:2 with points pt 7 ps 1.4 * dot lc rgb '#0B5CAD', \
     $dot2 using 1:2 with points pt 7 ps 1.4 * dot lc rgb '#C2410C', \
     $dot3 using 1:2 with points pt 7 ps 1.4 * dot lc rgb '#667085'

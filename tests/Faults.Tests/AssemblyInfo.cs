// Everything here measures time, under load.
[assembly: DoNotParallelize]

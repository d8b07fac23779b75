// Everything here measures time, or wants all threads.
[assembly: DoNotParallelize]
